package psfake

import "time"

// Timings are the durations of changes. A change with a duration of zero is done at the next request.
type Timings struct {
	Provision, Start, Stop, Restart, Destroy time.Duration
	Update                                   time.Duration // the change of the type, disk, or network
	Snapshot                                 time.Duration // the creation, deletion, and restore of a snapshot
	Template                                 time.Duration // the creation of a custom template
	Mount                                    time.Duration // until a new drive has its mount point, with LateMounts
	// ServiceReady is the last part of a provision, start, or restart, during which the state is serviceready. Zero
	// skips that state. A change that is shorter than ServiceReady takes ServiceReady.
	ServiceReady time.Duration
	// Address is the time from the end of a boot until the public IP address is shown.
	Address time.Duration
}

// boot returns how long a machine takes to reach serviceready and ready, both from the start of a boot with duration d.
func (t Timings) boot(d time.Duration) (service, ready time.Duration) {
	ready = max(d, t.ServiceReady)
	return ready - t.ServiceReady, ready
}
