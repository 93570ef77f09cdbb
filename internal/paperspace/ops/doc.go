// Package ops has the operations of one configured provider. Its [Client] combines one API
// version with what all operations share: the watcher, the readers, and the locks.
// Resources, data sources, and actions reach Paperspace only through it.
//
// A [Kind] is one kind of object that can be created and destroyed. Machines have their own
// operations, because most of them need the power state: [Client.Create], [Client.Change],
// [Client.WhileOff], and [Client.DestroyMachine].
package ops
