package v1api

import (
	"context"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// snapshotResponse is a snapshot in a response. Paperspace shows neither its date nor its size.
type snapshotResponse struct {
	ID             wire.ID   `json:"id"`
	Name           wire.Name `json:"name"`
	MachineID      wire.ID   `json:"machineId"`
	IsAutoSnapshot wire.Flag `json:"isAutoSnapshot"`
}

func (a snapshotResponse) key() string { return string(a.ID) }
func (a snapshotResponse) gone() bool  { return false }

func (a snapshotResponse) domain() paperspace.Snapshot {
	return paperspace.Snapshot{ID: string(a.ID), Name: string(a.Name), MachineID: string(a.MachineID), Automatic: bool(a.IsAutoSnapshot)}
}

// snapshots implements [paperspace.Snapshots].
type snapshots struct {
	objects[snapshotResponse, paperspace.Snapshot]
}

func newSnapshots(c *client) snapshots {
	return snapshots{objects[snapshotResponse, paperspace.Snapshot]{
		client: c, noun: "snapshot", collection: snapshotsPath, filters: map[paperspace.Field]string{paperspace.FieldMachineID: "machineId"},
	}}
}

// Create implements [paperspace.Objects]. API reference: Snapshots, snapshots-create.
func (c snapshots) Create(ctx context.Context, in paperspace.SnapshotCreate) (paperspace.Snapshot, error) {
	s, event, err := c.create(ctx, in.Name, map[string]any{"name": in.Name, "machineId": in.MachineID})
	s.Event = event
	return s, err
}

// Delete implements [paperspace.Snapshots]. API reference: Snapshots, snapshots-delete.
func (c snapshots) Delete(ctx context.Context, id string) (event string, err error) {
	return c.act(ctx, transport.Request{Op: "destroy snapshot " + id, Method: http.MethodDelete, Path: path(snapshotsPath, id), Repeat: transport.Idempotent})
}

// Restore implements [paperspace.Snapshots]. It is not retried, because a second restore would undo
// what the machine has written since the first. The body is required even if it is empty.
// API reference: Snapshots, snapshots-restore.
func (c snapshots) Restore(ctx context.Context, id string, r paperspace.SnapshotRestore) (event string, err error) {
	body := map[string]any{}
	if r.SnapshotFirst {
		body["createSnapshotBeforeRestore"] = true
	}
	return c.act(ctx, transport.Request{Op: "restore snapshot " + id, Method: http.MethodPost, Path: path(snapshotsPath, id, "restore"), Body: body, Repeat: transport.Once})
}
