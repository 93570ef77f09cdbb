// Package paperspace is the domain of the provider: what a machine is, what a
// service can do with it, and how to act on it without losing one.
//
// Two generations of the same service stand behind one [API] value of small
// interfaces: CORE (package coreapi) and, later, v1. A part that a generation
// lacks is nil in its API value. Nothing in this package knows HTTP, JSON or
// Terraform, and nothing above it knows which generation it talks to.
//
// A [Client] is an API plus what all operations of one provider configuration
// share:
//
//   - the [Watcher], which waits for any number of machines with one request
//     a tick;
//   - the [Fleet], which reads any number of machines, scripts or networks with one list;
//   - the rules that keep machines from being lost or bought twice
//     ([Client.Create], [Fleet.Read]).
//
// States: a machine is settled in [Off] or [Ready] and on its way in all the
// others. Every power call is only accepted when it returns; the result shows
// in the state, and the reason of a failure in the machine's events.
//
// Errors: every failed request is an [Error] with a kind for errors.Is. The
// one property that matters more than the kind is [HadEffect]: the request may
// have been carried out although it failed, so it must not simply be repeated
// if it buys something.
package paperspace
