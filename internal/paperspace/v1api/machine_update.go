package v1api

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Update sends the settings that change. Sources disagree about what Paperspace can change on an
// existing machine. Its page of limits excludes the kind of address, the automatic shutdown,
// auto-snapshots, and the network, but another client has changed all of these. Update sends
// everything. If Paperspace rejects a setting, the error quotes it. If Paperspace accepts a setting
// but does not change it, the next plan shows a diff.
//
// The automatic shutdown, auto-snapshots, and the public IP address are groups of settings. If a
// part of a group changes, Update sends the rest with the current values of the machine.
//
// Paperspace does not reliably change the timeout and the force setting of an enabled shutdown, so
// Update first disables the shutdown and then enables it with the new values.
//
// API reference: Machine, machines-update.
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

// enableShutdown sends the second request of such a change. If it fails, the machine does not shut
// down automatically, which the error says.
func (c machines) enableShutdown(ctx context.Context, id string, shutdown map[string]any) error {
	return paperspace.With(afterEffect(c.put(ctx, id, paperspace.MachineUpdate{}, shutdown)), paperspace.ShutdownMightBeOff{})
}

// put sends one update, unless it is empty, because Paperspace might reject an empty one.
func (c machines) put(ctx context.Context, id string, u paperspace.MachineUpdate, body map[string]any) error {
	if len(body) == 0 {
		return nil
	}
	err := c.write(ctx, "update machine "+id, http.MethodPut, path(machinesPath, id), body)
	if u.NetworkID == nil || !errors.Is(err, paperspace.ErrNotFound) {
		return err
	}
	// If the machine exists, the network does not.
	if _, showErr := c.Show(ctx, id); showErr != nil {
		return err
	}
	return paperspace.Reclassify(err, paperspace.ErrRejected, paperspace.NetworkNotPossible{})
}

// needsRest reports whether u might contain only a part of a group, so that the machine must be
// read to complete it.
func needsRest(u paperspace.MachineUpdate) bool {
	return u.ShutdownTimeoutHours != nil || u.ShutdownTimeoutForces != nil ||
		u.AutoSnapshot != nil || u.AutoSnapshotFrequency != nil || u.AutoSnapshotSaveCount != nil ||
		(u.AssignPublicIP == nil) != (u.DynamicPublicIP == nil)
}

// addressUpdate returns the update of the public IP address, or nil if it does not change. A
// machine has at most one, so a new static public IP address replaces a dynamic one, and vice versa.
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

// shutdownUpdate returns the update of the automatic shutdown, or nil if it does not change. If it
// is disabled, the update has no details.
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
		return nil // no change, or only the force setting of a disabled shutdown
	case hours != 0:
		return map[string]any{"autoShutdownEnabled": true, "autoShutdownTimeout": hours, "autoShutdownForce": forces}
	default:
		return map[string]any{"autoShutdownEnabled": false}
	}
}

// snapshotUpdate returns the update of auto-snapshots, or nil if they do not change. It omits
// details that are not known, so that Paperspace uses a default or rejects the update.
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
