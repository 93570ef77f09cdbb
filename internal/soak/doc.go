// Package soak has no code, only tests: they create, change, plan, and destroy groups of 50
// machines through the CLI, while the fake server loses responses, cuts connections, throttles,
// lags, fails, and gets stuck, one kind of fault at a time and all together, at 5% to 20% of
// the requests. Other rounds have a server whose lists or replicas lack objects for a while,
// whose clock is off, whose backend finishes after the gateway has given up, which rejects the key
// for a moment, stores other settings than those sent, or keeps showing what was destroyed,
// and another user who creates machines with the same names.
//
// After every command the machines of the fake server are compared with those of the state. Every
// machine must be in the state, or a message must have named it. The table at the end has what
// was lost, created twice, or needs repair by hand, which must all be 0, and how often the
// same command was repeated.
//
// `make test` runs a few rounds, and `make soak` as many as begin within its time. A round that
// goes wrong prints its seed and writes bin/soak-FAULT-SEED.log; `make soak SEED=17 SOAK=1s`
// begins with the same round again.
package soak
