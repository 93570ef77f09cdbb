package ops

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
)

// Change is a change of one existing machine.
type Change struct {
	ID, Name string // Name is for messages
	Update   paperspace.MachineUpdate
	// Unwatched is true if it is enough that Paperspace accepts the change, as for a
	// machine whose create is not waited for.
	Unwatched bool
	// WaitForCapacity is true if a change of the type waits until the new type is
	// available, before the machine is stopped.
	WaitForCapacity bool
}

// split divides an update into settings, which a running machine can take, and the changes
// that rebuild the machine. It drops the script, which other requests change.
func split(u paperspace.MachineUpdate) (settings, rebuild paperspace.MachineUpdate) {
	settings = u
	rebuild.MachineType, rebuild.SizeGB, rebuild.NetworkID = u.MachineType, u.SizeGB, u.NetworkID
	settings.MachineType, settings.SizeGB, settings.NetworkID, settings.ScriptID = nil, nil, nil, nil
	if u.AssignPublicIP != nil {
		rebuild.AssignPublicIP, rebuild.DynamicPublicIP = u.AssignPublicIP, u.DynamicPublicIP
		settings.AssignPublicIP, settings.DynamicPublicIP = nil, nil
	}
	return settings, rebuild
}

// showWithin is how long Paperspace might take to show a change that it has accepted. If it
// spells a value differently, it never shows it, so the wait ends in an error.
const showWithin = time.Minute

// Change carries out a change and returns the machine as last seen, or the zero Machine if
// no request read it. It first checks new hardware, before anything is sent, then sends the
// settings, and finally the changes that rebuild the machine. A machine that had to be
// stopped for that stays off, whether the change succeeds or fails: the caller knows which
// power state it needs, see [Client.Restore]. Every step first reads the current state, so
// the same change finishes an interrupted one.
func (c *Client) Change(ctx context.Context, ch Change) (m paperspace.Machine, err error) {
	if ch.Update.Hardware() {
		if err := c.checkHardware(ctx, ch); err != nil {
			return m, err
		}
	}
	if script := ch.Update.ScriptID; script != nil {
		if err := c.giveScript(ctx, ch.ID, *script); err != nil {
			return m, err
		}
	}
	settings, rebuild := split(ch.Update)
	if !settings.Empty() {
		if m, err = c.set(ctx, ch, settings); err != nil {
			return m, err
		}
	}
	if rebuild.Empty() {
		return m, nil
	}
	if !rebuild.Hardware() {
		now, err := c.set(ctx, ch, rebuild)
		if !errors.Is(err, paperspace.ErrConflict) {
			return now, err
		}
	}
	return c.rebuild(ctx, ch, rebuild)
}

// set sends settings and waits until Paperspace shows them.
func (c *Client) set(ctx context.Context, ch Change, u paperspace.MachineUpdate) (paperspace.Machine, error) {
	shown := func(m paperspace.Machine) bool { return len(u.Differs(m)) == 0 }
	if err := c.send(ctx, ch, u, shown); err != nil || ch.Unwatched {
		return paperspace.Machine{}, err
	}
	return c.awaitShown(ctx, ch, u, wait.UntilShows("shown with its new settings", shown), nil)
}

// send delivers an update to a machine that might be running. If the update rebuilds the
// machine and is rejected because the machine is busy, send does not wait: Paperspace might
// mean that the machine must be off, and the caller then stops it, which waits.
func (c *Client) send(ctx context.Context, ch Change, u paperspace.MachineUpdate, arrived func(paperspace.Machine) bool) error {
	deliver := c.deliver
	if u.Rebuilds() {
		deliver = c.deliverUnlessBusy
	}
	return deliver(ctx, ch.ID, func() error { return c.Machines.Update(ctx, ch.ID, u) }, arrived)
}

// awaitShown waits until Paperspace shows u. If it does not, the error reports what it
// shows instead.
func (c *Client) awaitShown(ctx context.Context, ch Change, u paperspace.MachineUpdate, target wait.Target, known map[string]bool) (paperspace.Machine, error) {
	m, err := c.bare.Show(ctx, ch.ID)
	if err == nil && target.Reached(m) {
		return m, nil
	}
	brief, cancel := context.WithTimeout(ctx, timing.Limit(showWithin, c.PollInterval))
	defer cancel()
	m, err = c.Watcher.Wait(brief, wait.Wait{ID: ch.ID, Name: ch.Name, Target: target, Known: known})
	if errors.Is(err, paperspace.ErrTimeout) && ctx.Err() == nil && m.ID != "" {
		return m, notShown(ch.ID, u.Differs(m))
	}
	return m, err
}

func notShown(id string, differ []paperspace.Difference) error {
	text := "Paperspace accepted the change, but a minute later it still shows something else:"
	for _, d := range differ {
		text += fmt.Sprintf("\n    %s: wanted %s, shown %s", d.Field, d.Wanted, d.Shown)
	}
	return &paperspace.Error{
		Op: "update machine " + id, Kind: paperspace.ErrFailed, Message: text,
		Reasons: []paperspace.Reason{paperspace.ValueNotShown{}},
	}
}

// rebuild carries out a change that requires the machine to be off.
func (c *Client) rebuild(ctx context.Context, ch Change, u paperspace.MachineUpdate) (paperspace.Machine, error) {
	p := Power{ID: ch.ID, Wait: true}
	m, err := c.atRest(ctx, p, paperspace.State.UpOrOff)
	if err != nil || len(u.Differs(m)) == 0 {
		return m, err
	}
	if m.State != paperspace.Off {
		if err := c.SwitchOff(ctx, p); err != nil {
			return m, err
		}
	}
	if m, err = c.Existing(ctx, ch.ID); err != nil {
		return m, err
	}
	known := paperspace.KnownEvents(m.Events)
	begun := func(m paperspace.Machine) bool {
		return len(u.Differs(m)) == 0 || paperspace.AnyNewEvent(m.Events, known, rebuildEvents...)
	}
	if err := c.deliver(ctx, ch.ID, func() error { return c.Machines.Update(ctx, ch.ID, u) }, begun); err != nil {
		return m, err
	}
	return c.awaitRebuilt(ctx, ch, u, known)
}

var rebuildEvents = []string{paperspace.EventUpgrade, paperspace.EventMigrate}

// awaitRebuilt waits until Paperspace shows that it has carried out a rebuild. That can
// take as long as ctx allows while Paperspace is working on the machine. If it is not
// working on it, it has accepted the change without carrying it out, which is an error
// after a minute.
func (c *Client) awaitRebuilt(ctx context.Context, ch Change, u paperspace.MachineUpdate, known map[string]bool) (paperspace.Machine, error) {
	rebuilt := wait.UntilShows("off and changed", func(m paperspace.Machine) bool { return m.State == paperspace.Off && len(u.Differs(m)) == 0 }).FailsWith(rebuildEvents...)
	wait := wait.Wait{ID: ch.ID, Name: ch.Name, Target: rebuilt, Known: known}
	for began := time.Now(); ; {
		brief, cancel := context.WithTimeout(ctx, timing.Limit(showWithin, c.PollInterval))
		m, err := c.Watcher.Wait(brief, wait)
		cancel()
		switch timedOut := errors.Is(err, paperspace.ErrTimeout); {
		case timedOut && ctx.Err() != nil:
			return m, wait.TimedOut(m, began, ctx.Err())
		case !timedOut:
			return m, err
		case m.ID != "" && !m.Busy():
			return m, notShown(ch.ID, u.Differs(m))
		}
	}
}
