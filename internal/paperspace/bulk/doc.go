// Package bulk reads many objects of one kind with few requests.
//
//   - A [Reader] serves reads of single objects from one shared list, as far as the wait
//     budget allows, and finds out whether an object is gone; see gone.go.
//   - [FreshLists] are lists for callers that need the current state of everything.
//   - A [Shared] value is requested once for all callers that need it.
//   - A [Registry] records which objects were seen, in which order, and which of them this
//     client manages.
package bulk
