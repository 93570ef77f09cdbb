// Package soak has no code, only tests: many machines are made, changed,
// planned and destroyed through the real CLI while the fake server has every
// fault it knows, and afterwards what Paperspace has is compared with what
// the state says. `make test` runs a few rounds, `make soak` as many as fit
// into its time.
package soak
