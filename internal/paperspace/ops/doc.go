// Package ops has the operations of one configured provider. Its [Client] is an API
// version together with what all operations share: the watcher, the readers, and the
// locks. Resources, data sources, and actions use nothing else to reach Paperspace.
//
// A [Kind] is one kind of object that is created and destroyed. Machines have their own
// operations, because most of them need the power state: [Client.Create],
// [Client.Change], [Client.WhileOff], [Client.DestroyMachine].
package ops
