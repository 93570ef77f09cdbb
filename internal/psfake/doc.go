// Package psfake is a fake server of the Paperspace API. Its state (machines and other objects, clock, faults,
// journal) has no wire format. Package fakecore has the routes and the JSON of the CORE API, and fakev1 those of API
// v1. Both serve the same Server, so both show every object.
//
// Each method of a Server locks it. A route runs while the Server is locked, and reads and changes it only through a
// Tx, which has no method that locks. Requests and faults therefore see either none or all of the changes of a route.
//
// The packages import no package that they test, because shared code would have the same mistakes on both sides.
package psfake
