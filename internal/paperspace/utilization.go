package paperspace

import "context"

// Utilization is what a machine was used, and cost, in one month. Each half is
// nil where Paperspace has nothing to return.
type Utilization struct {
	MachineID    string
	BillingMonth string // YYYY-MM
	Machine      *Usage
	Storage      *Usage
}

// Usage is one half of a [Utilization].
type Usage struct {
	SecondsUsed float64
	// Rate is in US dollars, per hour for the machine, per month for storage.
	Rate float64
}

// Utilizations reads what machines were used (CORE only). Upgrades of a
// machine are not represented.
type Utilizations interface {
	Utilization(ctx context.Context, machineID, billingMonth string) (Utilization, error)
}
