// Package paperspace is the domain of the provider: what a machine is, what
// Paperspace can do with it, and how to change one without losing it.
//
// Two API versions of the same Paperspace API are behind one [API] value of small
// interfaces: CORE (package coreapi) and, later, v1. A part that an API version
// lacks is nil in its API value. Nothing in this package knows HTTP, JSON or
// Terraform, and nothing above it depends on which API version it talks to.
//
// A [Client] is an API plus what all operations of one provider configuration
// share:
//
//   - the [Watcher], which waits for any number of machines with one request per poll;
//   - the [BulkReader], which reads any number of machines, scripts or networks with one list;
//   - the rules that keep machines from being lost or created twice
//     ([Client.Create], [BulkReader.Read]).
//
// States: a machine is settled in [Off] or [Ready] and transitional in all the
// others. Every power call is only accepted when it returns; the result shows
// in the state, and the reason of a failure in the machine's events.
//
// Errors: every failed request is an [Error] with a kind for errors.Is. What else is
// known is a [Reason], which holds facts and no words: what users should do depends on
// the program that they use, and package tfx words it for those of Terraform. The
// one property that matters more than the kind is [HadEffect]: the request might
// have been carried out although it failed, so it must not simply be repeated
// if it creates something billed.
package paperspace
