// Package psfake is a fake server of Paperspace. Its state (machines and other
// objects, clock, faults, journal) knows no wire format. Package fakecore has the
// routes and the JSON of the CORE API, and fakev1 those of API v1. Both serve the
// same Server, so that what one creates the other shows.
//
// A Server locks itself in each of its methods. A route runs with the world locked,
// and reads and changes it through a Tx only, which has no method that locks. What
// a route does is one step to every other request, and to faults.
//
// The packages import nothing of the project that they test: a fake that shares
// code with the client would share its mistakes.
package psfake
