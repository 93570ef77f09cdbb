// Package paperspace is the domain model of the provider: machines and other objects, the
// interfaces through which Paperspace is used, and the rules that depend only on values.
//
// Both API versions, CORE (package coreapi) and v1 (package v1api), implement the small
// interfaces in an [API] value. A part that an API version lacks is nil. Nothing in this
// package sends a request, waits, or depends on HTTP, JSON, or Terraform.
//
// The packages below it work with these values:
//
//   - wait waits for any number of machines with one request per poll;
//   - bulk reads any number of objects of a kind with one list, and detects which are gone;
//   - once creates an object at most once;
//   - ops combines them for one configured provider: the operations of the resources are
//     methods of its Client;
//   - timing has the pauses and contexts that the others share;
//   - coreapi and v1api are the API versions, built on transport and wire.
//
// States: a machine is settled in [Off] or [Ready], and in transition in every other state.
// A power request returns when Paperspace has accepted it. The machine state shows the
// result, and the events of the machine show why it failed.
//
// Errors: every failed request is an [Error], whose kind works with errors.Is. Further facts
// are in a [Reason], without advice: what users should do depends on the program that they
// use, and package tfx has the texts for Terraform. More important than the kind is
// [HadEffect]: a request that failed might have been carried out, so a request that creates
// something billed must not simply be repeated.
package paperspace
