package paperspace

import "context"

// Utilization is the usage of a machine and its storage in one month. Each half is nil if
// Paperspace does not return it.
type Utilization struct {
	MachineID    string
	BillingMonth string // YYYY-MM
	Machine      *Usage
	Storage      *Usage
}

// Usage is one half of a [Utilization].
type Usage struct {
	SecondsUsed float64
	// Rate is in US dollars, per hour for the machine and per month for storage.
	Rate float64
}

// Utilizations reads the utilization of machines (CORE only). The figures do not reflect
// upgrades of a machine.
type Utilizations interface {
	Utilization(ctx context.Context, machineID, billingMonth string) (Utilization, error)
}
