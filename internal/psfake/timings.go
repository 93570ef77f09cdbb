package psfake

import "time"

// Timings says how long things take. Zero means: done at the next look.
type Timings struct {
	Provision, Start, Stop, Restart, Destroy time.Duration
	Update                                   time.Duration // another type, disk or network
	Snapshot                                 time.Duration // its creation, deletion, and restore
	Template                                 time.Duration // the creation of a custom template
	Mount                                    time.Duration // until a new drive has its mount point, if that is late
	// ServiceReady is the last part of a provision, start or restart, spent in
	// serviceready. Zero skips that state. Where it is longer than the whole, the whole
	// becomes as long.
	ServiceReady time.Duration
	// Address is how long after the end of a boot the public address is shown.
	Address time.Duration
}

// boot returns when, after its beginning, a boot that takes d is serviceready
// and when it is ready.
func (t Timings) boot(d time.Duration) (service, ready time.Duration) {
	ready = max(d, t.ServiceReady)
	return ready - t.ServiceReady, ready
}
