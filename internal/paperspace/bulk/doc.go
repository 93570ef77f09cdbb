// Package bulk reads many objects of one kind with few requests.
//
//   - A [Reader] serves reads of single objects from one shared list, as far as the wait
//     budget allows, and finds out whether an object is gone; see gone.go.
//   - [FreshLists] are lists for callers that need everything as it is now.
//   - A [Shared] value is asked for once by everyone who needs it.
//   - A [Registry] remembers what was seen, in which order, and what this client manages.
package bulk
