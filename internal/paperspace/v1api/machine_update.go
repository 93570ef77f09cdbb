package v1api

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Update sends what changes. Sources disagree about what Paperspace changes on a machine
// that exists: by its page of limits, neither the kind of address, nor the automatic
// shutdown and snapshots, nor the network; another client has done all of that. Everything
// is sent, and the settings are part of a create, which no source doubts. A rejection is
// quoted, and a setting that Paperspace accepts and does not change is a difference in
// the next plan.
//
// Shutdown, snapshots and the public IP address are
// groups: a part of one is sent with the rest of it as the machine has it.
//
// The timeout and the force of a shutdown that is enabled do not reliably
// change: the group is disabled first, and enabled with the new values by the
// request after it.
func (c machines) Update(ctx context.Context, id string, u paperspace.MachineUpdate) error {
	if is(u.AssignPublicIP) && is(u.DynamicPublicIP) {
		return twoAddresses("update machine " + id)
	}
	var now paperspace.Machine
	if needsRest(u) {
		var err error
		if now, err = c.Show(ctx, id); err != nil {
			return err
		}
	}
	body := plainUpdate(u)
	maps.Copy(body, addressUpdate(u, now))
	maps.Copy(body, snapshotUpdate(u, now))
	shutdown := shutdownUpdate(u, now)
	if now.ShutdownTimeoutHours == 0 || shutdown["autoShutdownEnabled"] != true {
		maps.Copy(body, shutdown)
		return c.put(ctx, id, u, body)
	}
	body["autoShutdownEnabled"] = false
	if err := c.put(ctx, id, u, body); err != nil {
		return err
	}
	return c.enableShutdown(ctx, id, shutdown)
}

// enableShutdown is the second half of a change. Without it the machine runs
// until someone stops it, which has to be said.
func (c machines) enableShutdown(ctx context.Context, id string, shutdown map[string]any) error {
	return paperspace.With(afterEffect(c.put(ctx, id, paperspace.MachineUpdate{}, shutdown)), paperspace.ShutdownMightBeOff{})
}

// put sends one request, if there is anything in it: an empty one can be rejected.
func (c machines) put(ctx context.Context, id string, u paperspace.MachineUpdate, body map[string]any) error {
	if len(body) == 0 {
		return nil
	}
	err := c.write(ctx, "update machine "+id, http.MethodPut, path(machinesPath, id), body)
	if u.NetworkID == nil || !errors.Is(err, paperspace.ErrNotFound) {
		return err
	}
	// Of the network, if the machine is there.
	if _, showErr := c.Show(ctx, id); showErr != nil {
		return err
	}
	return paperspace.Reclassify(err, paperspace.ErrRefused, paperspace.NetworkNotPossible{})
}

// needsRest reports whether a part of a group changes, for which the machine has
// to be looked at.
func needsRest(u paperspace.MachineUpdate) bool {
	return u.ShutdownTimeoutHours != nil || u.ShutdownTimeoutForces != nil ||
		u.AutoSnapshot != nil || u.AutoSnapshotFrequency != nil || u.AutoSnapshotSaveCount != nil ||
		(u.AssignPublicIP == nil) != (u.DynamicPublicIP == nil)
}

// addressUpdate is the way to a public IP address, of which there is one: a static
// one that is asked for ends a dynamic one, and the other way round.
func addressUpdate(u paperspace.MachineUpdate, now paperspace.Machine) map[string]any {
	if u.AssignPublicIP == nil && u.DynamicPublicIP == nil {
		return nil
	}
	static, dynamic := is(u.AssignPublicIP), is(u.DynamicPublicIP)
	if u.AssignPublicIP == nil {
		static = is(now.AssignPublicIP) && !dynamic
	}
	if u.DynamicPublicIP == nil {
		dynamic = now.DynamicPublicIP && !static
	}
	return map[string]any{"publicIpType": publicIPType(static, dynamic)}
}

// shutdownUpdate is the whole group, nil when nothing in it changes. A
// shutdown that is off has no details.
func shutdownUpdate(u paperspace.MachineUpdate, now paperspace.Machine) map[string]any {
	hours, forces := now.ShutdownTimeoutHours, now.ShutdownTimeoutForces
	if u.ShutdownTimeoutHours != nil {
		hours = *u.ShutdownTimeoutHours
	}
	if u.ShutdownTimeoutForces != nil {
		forces = *u.ShutdownTimeoutForces
	}
	switch {
	case hours == now.ShutdownTimeoutHours && (forces == now.ShutdownTimeoutForces || hours == 0):
		return nil // as it is, or the force of none
	case hours != 0:
		return map[string]any{"autoShutdownEnabled": true, "autoShutdownTimeout": hours, "autoShutdownForce": forces}
	default:
		return map[string]any{"autoShutdownEnabled": false}
	}
}

// snapshotUpdate is the same for snapshots. What is not known is left out, for
// Paperspace to decide or to complain about.
func snapshotUpdate(u paperspace.MachineUpdate, now paperspace.Machine) map[string]any {
	if u.AutoSnapshot == nil && u.AutoSnapshotFrequency == nil && u.AutoSnapshotSaveCount == nil {
		return nil
	}
	enabled, frequency, count := now.AutoSnapshot, now.AutoSnapshotFrequency, now.AutoSnapshotSaveCount
	if u.AutoSnapshot != nil {
		enabled = *u.AutoSnapshot
	}
	switch {
	case !enabled && u.AutoSnapshot != nil:
		return map[string]any{"autoSnapshotEnabled": false}
	case !enabled:
		return nil
	}
	if u.AutoSnapshotFrequency != nil {
		frequency = *u.AutoSnapshotFrequency
	}
	if u.AutoSnapshotSaveCount != nil {
		count = u.AutoSnapshotSaveCount
	}
	body := map[string]any{"autoSnapshotEnabled": true}
	if frequency != "" {
		body["autoSnapshotFrequency"] = cmp.Or(frequencies[frequency], frequency)
	}
	if count != nil {
		body["autoSnapshotSaveCount"] = *count
	}
	return body
}

func is(b *bool) bool { return b != nil && *b }
