// Package soak contains only tests. They create, change, plan, and destroy groups of 50 machines
// through the CLI, while the fake server loses responses, cuts connections, throttles, lags,
// fails, and gets stuck. These faults occur one kind at a time and all together, at 5% to 20% of
// the requests. In other rounds, lists or replicas lack objects for a while, the clock is off,
// requests take effect after the gateway has responded, the key is rejected for a moment, other
// settings than those sent are stored, destroyed machines remain visible, or another user creates
// machines with the same names.
//
// After every command, the machines of the fake server are compared with those in the state.
// Every machine must be in the state, or a message must have named it. The table at the end shows
// how many machines were lost, created twice, or must be repaired manually, which must all be 0,
// and how often commands were repeated.
//
// `make test` runs a few rounds, and `make soak` runs as many as can begin within its time. A
// round that fails prints its seed and writes bin/soak-FAULT-SEED.log. For example,
// `make soak SEED=17 SOAK=1s` begins with the round of seed 17 again.
package soak
