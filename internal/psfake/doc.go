// Package psfake is a fake Paperspace: one world in memory, with doors that
// speak the service's protocols: the CORE API and its successor, the API v1.
//
// The world (machines, users, clock, states over time, faults, journal) knows
// no wire format. Every shape of CORE lives in core*.go, every shape of v1 in
// v1*.go, and both doors show the same world: what is made through one is there
// through the other. Calls that both have bear the same name in the journal and
// for faults.
//
// The package imports nothing of the project it serves: a fake that shares code
// with the client would share its mistakes.
package psfake
