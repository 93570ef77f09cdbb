// Package paperspace is the domain of the provider: what machines and other objects are,
// what Paperspace can do with them, and the rules that need nothing but their values.
//
// Two API versions of the same Paperspace API are behind one [API] value of small
// interfaces: CORE (package coreapi) and v1 (package v1api). A part that an API
// version lacks is nil in its API value. Nothing in this package sends a request,
// waits, or knows HTTP, JSON, or Terraform.
//
// The packages below it act on these values:
//
//   - wait waits for any number of machines with one request per poll;
//   - bulk reads any number of objects of a kind with one list, and knows when one is gone;
//   - once creates an object at most once;
//   - ops combines them for one configured provider: what a resource does is a method
//     of its Client;
//   - timing has what all of them need to wait;
//   - coreapi and v1api are the API versions, on top of transport and wire.
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
