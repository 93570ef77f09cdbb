package v1api

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Update sends what changes. Shutdown and snapshots are groups whose parts
// only count while the group is enabled, so a part is sent with the rest of its
// group as the machine has it.
//
// The timeout and the force of a shutdown that is enabled do not reliably
// change: the group is disabled first, and enabled with the new values by the
// request after it.
func (c machines) Update(ctx context.Context, id string, u paperspace.MachineUpdate) error {
	var now paperspace.Machine
	if needsRest(u) {
		var err error
		if now, err = c.Show(ctx, id); err != nil {
			return err
		}
	}
	body := plainUpdate(u)
	shutdown := shutdownUpdate(u, now)
	if shutdown != nil && now.ShutdownTimeoutHours != 0 && shutdown["autoShutdownEnabled"] == true {
		body["autoShutdownEnabled"] = false
	} else {
		merge(body, shutdown)
		shutdown = nil
	}
	merge(body, snapshotUpdate(u, now))
	for _, body := range []map[string]any{body, shutdown} {
		if len(body) == 0 {
			continue
		}
		if err := c.put(ctx, id, u, body); err != nil {
			return err
		}
	}
	return nil
}

func (c machines) put(ctx context.Context, id string, u paperspace.MachineUpdate, body map[string]any) error {
	err := c.write(ctx, "update machine "+id, http.MethodPut, path(machinesPath, id), body)
	var e *paperspace.Error
	if u.NetworkID != nil && errors.As(err, &e) && errors.Is(err, paperspace.ErrNotFound) {
		told := *e
		told.Kind = paperspace.ErrRefused // of the network, not of the machine
		told.Advice = cmp.Or(e.Advice, "A machine can be moved into a private network of its region, and not into the team's default network, "+
			"neither from a private one nor by its id. Check network_id, or leave it out to keep the machine where it is.")
		return &told
	}
	return err
}

func needsRest(u paperspace.MachineUpdate) bool {
	return u.ShutdownTimeoutHours != nil || u.ShutdownTimeoutForces != nil ||
		u.AutoSnapshot != nil || u.AutoSnapshotFrequency != nil || u.AutoSnapshotSaveCount != nil
}

// plainUpdate is what stands for itself. No value can be cleared with a null.
func plainUpdate(u paperspace.MachineUpdate) map[string]any {
	body := map[string]any{}
	if u.Name != nil {
		body["name"] = *u.Name
	}
	if u.MachineType != nil {
		body["machineType"] = paperspace.MachineTypeName(*u.MachineType)
	}
	if u.SizeGB != nil {
		body["diskSize"] = *u.SizeGB
	}
	if u.NetworkID != nil {
		body["networkId"] = *u.NetworkID
	}
	if u.AssignPublicIP != nil || u.DynamicPublicIP != nil {
		body["publicIpType"] = publicIPType(is(u.AssignPublicIP), is(u.DynamicPublicIP))
	}
	return body
}

// shutdownUpdate is the whole group, nil when nothing in it changes. A
// shutdown that is off has no details.
func shutdownUpdate(u paperspace.MachineUpdate, now paperspace.Machine) map[string]any {
	if u.ShutdownTimeoutHours == nil && u.ShutdownTimeoutForces == nil {
		return nil
	}
	hours, forces := now.ShutdownTimeoutHours, now.ShutdownTimeoutForces
	if u.ShutdownTimeoutHours != nil {
		hours = *u.ShutdownTimeoutHours
	}
	if u.ShutdownTimeoutForces != nil {
		forces = *u.ShutdownTimeoutForces
	}
	if hours == 0 {
		return map[string]any{"autoShutdownEnabled": false}
	}
	return map[string]any{"autoShutdownEnabled": true, "autoShutdownTimeout": hours, "autoShutdownForce": forces}
}

// snapshotUpdate is the same for snapshots. What is not known is left out, for
// the service to decide or to complain about.
func snapshotUpdate(u paperspace.MachineUpdate, now paperspace.Machine) map[string]any {
	if u.AutoSnapshot == nil && u.AutoSnapshotFrequency == nil && u.AutoSnapshotSaveCount == nil {
		return nil
	}
	enabled, frequency, count := now.AutoSnapshot, now.AutoSnapshotFrequency, now.AutoSnapshotSaveCount
	if u.AutoSnapshot != nil {
		enabled = *u.AutoSnapshot
	}
	if !enabled {
		if !now.AutoSnapshot {
			return nil // details of nothing
		}
		return map[string]any{"autoSnapshotEnabled": false}
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

func merge(into, from map[string]any) {
	for k, v := range from {
		into[k] = v
	}
}

func is(b *bool) bool { return b != nil && *b }
