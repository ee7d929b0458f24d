#!/bin/sh
# exec: shiptag becomes process 1, the one that the runner's signals reach.
exec /usr/bin/shiptag "$@"
