// Package psfake is a fake Paperspace: one world in memory, with doors that
// speak the service's protocols (the CORE API today).
//
// The world (machines, users, clock, states over time, faults, journal) knows
// no wire format. Every CORE shape lives in core*.go, so that another door can
// serve the same world. The package imports nothing of the project it serves:
// a fake that shares code with the client would share its mistakes.
package psfake
