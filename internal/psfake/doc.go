// Package psfake is a fake server of the Paperspace API. It holds the state: machines and other objects, the clock,
// faults, and the journal. Package fakecore has the routes and the JSON of the CORE API, and package fakev1 has those
// of API v1. Both serve the same Server, so each shows and changes what the other creates.
//
// The methods of a Server lock it. A route runs while the Server is locked, and reads and changes the state only
// through a Tx, which has no method that locks. Requests and faults therefore see either none or all of the changes
// of a route.
//
// These packages import none of the packages that are tested with them, because shared code would make the same
// mistakes on both sides.
package psfake
