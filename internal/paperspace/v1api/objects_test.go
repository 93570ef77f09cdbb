package v1api

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Objects of these kinds in responses, and below as objects of the domain.
const (
	addressJSON  = `{"ip": "198.51.100.7", "region": "ny2", "assignedMachineId": "psx1y2z3", "dtCreated": "2024-05-06T07:08:09.100Z"}`
	snapshotJSON = `{"id": "slqafgu4n6gxge", "name": "before", "machineId": "psx1y2z3", "isAutoSnapshot": true}`
	manualJSON   = `{"id": "slqafgu4n6gxge", "name": "before", "machineId": "psx1y2z3", "isAutoSnapshot": false}`
	templateJSON = `{"id": "tx98gvxz", "name": "golden", "agentType": "LinuxHeadless", "operatingSystemLabel": "Ubuntu 22.04", "region": "East Coast (NY2)",
		"defaultSizeGb": 50, "availableMachineTypes": [{"machineTypeLabel": "C5", "isAvailable": true}, {"machineTypeLabel": "P4000", "isAvailable": false}],
		"parentMachineId": "psx1y2z3", "dtCreated": "2024-05-06T07:08:09.100Z", "dtDeleted": null}`
	driveJSON = `{"id": "sdvkpg3v2v", "name": "data", "size": 536870912000, "mountPoint": "\\\\10.64.92.2\\sdvkpg3v2v", "username": "paperspace",
		"password": "hunter2hunter2", "networkId": "n123abc", "region": "East Coast (NY2)", "dtCreated": "2024-05-06T07:08:09.100Z", "dtDeleted": null}`
)

var (
	shownAddress  = paperspace.PublicIP{Address: "198.51.100.7", Region: "East Coast (NY2)", MachineID: "psx1y2z3", CreatedAt: "2024-05-06T07:08:09.100Z"}
	shownSnapshot = paperspace.Snapshot{ID: "slqafgu4n6gxge", Name: "before", MachineID: "psx1y2z3", Automatic: true}
	madeSnapshot  = paperspace.Snapshot{ID: "slqafgu4n6gxge", Name: "before", MachineID: "psx1y2z3", Event: "ev7"}
	shownTemplate = paperspace.Template{
		ID: "tx98gvxz", Name: "golden", Label: "golden", OS: "Ubuntu 22.04", AgentType: "LinuxHeadless", Region: "East Coast (NY2)",
		Custom: new(true), ParentMachineID: "psx1y2z3", DefaultSizeGB: 50, MachineTypes: []string{"C5"}, CreatedAt: "2024-05-06T07:08:09.100Z",
	}
	madeTemplate = func() paperspace.Template {
		t := shownTemplate
		t.Event = "ev7"
		return t
	}()
	shownDrive = paperspace.SharedDrive{
		ID: "sdvkpg3v2v", Name: "data", SizeGB: 500, MountPoint: `\\10.64.92.2\sdvkpg3v2v`, Username: "paperspace",
		NetworkID: "n123abc", Region: "East Coast (NY2)", CreatedAt: "2024-05-06T07:08:09.100Z",
	}
	shownCredentials = paperspace.Credentials{Username: "paperspace", Password: "hunter2hunter2", MountPoint: `\\10.64.92.2\sdvkpg3v2v`}
)

// later returns the response to a request that is carried out later.
func later(data string) string {
	return `{"event": {"id": "ev7", "state": "new"}, "data": ` + data + `}`
}

// Each method sends exactly the expected request and returns the object in the response.
func TestRequestsAboutObjects(t *testing.T) {
	type call = func(ctx context.Context, api paperspace.API) (any, error)
	const list = "limit=120&order=asc&orderBy=dtCreated"
	for _, c := range []struct {
		name, body string
		call       call
		sent       string
		want       any
	}{
		{"claim an address", addressJSON, func(ctx context.Context, api paperspace.API) (any, error) {
			return api.PublicIPs.Create(ctx, paperspace.PublicIPClaim{Region: "East Coast (NY2)"})
		}, `POST /v1/public-ips {"region":"ny2"}`, shownAddress},
		{"list addresses", items(addressJSON), func(ctx context.Context, api paperspace.API) (any, error) {
			return api.PublicIPs.List(ctx, paperspace.Filter{"region": "ny2", "assigned": "true", "machine_id": "psx1y2z3", "id": "198.51.100.7"})
		}, "GET /v1/public-ips?" + list, []paperspace.PublicIP{shownAddress}},
		{"assign an address", addressJSON, func(ctx context.Context, api paperspace.API) (any, error) {
			return nil, api.PublicIPs.Assign(ctx, "198.51.100.7", "psx1y2z3")
		}, `PUT /v1/public-ips/198.51.100.7 {"machineId":"psx1y2z3"}`, nil},
		{"take an address away", addressJSON, func(ctx context.Context, api paperspace.API) (any, error) {
			return nil, api.PublicIPs.Assign(ctx, "198.51.100.7", "")
		}, `PUT /v1/public-ips/198.51.100.7 {"machineId":null}`, nil},
		{"release an address", `{"ip": "198.51.100.7"}`, func(ctx context.Context, api paperspace.API) (any, error) {
			return nil, api.PublicIPs.Destroy(ctx, "198.51.100.7")
		}, "DELETE /v1/public-ips/198.51.100.7", nil},

		{"create a snapshot", later(manualJSON), func(ctx context.Context, api paperspace.API) (any, error) {
			return api.Snapshots.Create(ctx, paperspace.SnapshotCreate{Name: "before", MachineID: "psx1y2z3"})
		}, `POST /v1/snapshots {"machineId":"psx1y2z3","name":"before"}`, madeSnapshot},
		{"show a snapshot", snapshotJSON, func(ctx context.Context, api paperspace.API) (any, error) {
			return api.Snapshots.Show(ctx, "slqafgu4n6gxge")
		}, "GET /v1/snapshots/slqafgu4n6gxge", shownSnapshot},
		{"list snapshots", items(snapshotJSON), func(ctx context.Context, api paperspace.API) (any, error) {
			return api.Snapshots.List(ctx, paperspace.Filter{"machine_id": "psx1y2z3", "name": "before", "automatic": "true"})
		}, "GET /v1/snapshots?limit=120&machineId=psx1y2z3&order=asc&orderBy=dtCreated", []paperspace.Snapshot{shownSnapshot}},
		{"rename a snapshot", snapshotJSON, func(ctx context.Context, api paperspace.API) (any, error) {
			return nil, api.Snapshots.Rename(ctx, "slqafgu4n6gxge", "after")
		}, `PUT /v1/snapshots/slqafgu4n6gxge {"name":"after"}`, nil},
		{"delete a snapshot", later(snapshotJSON), func(ctx context.Context, api paperspace.API) (any, error) {
			return nil, api.Snapshots.Destroy(ctx, "slqafgu4n6gxge")
		}, "DELETE /v1/snapshots/slqafgu4n6gxge", nil},
		{"delete a snapshot, with its event", later(snapshotJSON), func(ctx context.Context, api paperspace.API) (any, error) {
			return api.Snapshots.Delete(ctx, "slqafgu4n6gxge")
		}, "DELETE /v1/snapshots/slqafgu4n6gxge", "ev7"},
		{"restore a snapshot", later(snapshotJSON), func(ctx context.Context, api paperspace.API) (any, error) {
			return api.Snapshots.Restore(ctx, "slqafgu4n6gxge", paperspace.SnapshotRestore{SnapshotFirst: true})
		}, `POST /v1/snapshots/slqafgu4n6gxge/restore {"createSnapshotBeforeRestore":true}`, "ev7"},
		{"restore without a snapshot first", later(snapshotJSON), func(ctx context.Context, api paperspace.API) (any, error) {
			return api.Snapshots.Restore(ctx, "slqafgu4n6gxge", paperspace.SnapshotRestore{})
		}, `POST /v1/snapshots/slqafgu4n6gxge/restore {}`, "ev7"},

		{"create a template", later(templateJSON), func(ctx context.Context, api paperspace.API) (any, error) {
			return api.CustomTemplates.Create(ctx, paperspace.TemplateCreate{Name: "golden", MachineID: "psx1y2z3"})
		}, `POST /v1/custom-templates {"machineId":"psx1y2z3","name":"golden"}`, madeTemplate},
		{"show a template", templateJSON, func(ctx context.Context, api paperspace.API) (any, error) {
			return api.CustomTemplates.Show(ctx, "tx98gvxz")
		}, "GET /v1/custom-templates/tx98gvxz", shownTemplate},
		{"list templates", items(templateJSON), func(ctx context.Context, api paperspace.API) (any, error) {
			return api.CustomTemplates.List(ctx, paperspace.Filter{
				"parent_machine_id": "psx1y2z3", "name": "golden", "custom": "true", "agent_type": "linuxheadless", "default_size_gb": "50",
			})
		}, "GET /v1/custom-templates?limit=120&machineId=psx1y2z3&name=golden&order=asc&orderBy=dtCreated", []paperspace.Template{shownTemplate}},
		{"rename a template", templateJSON, func(ctx context.Context, api paperspace.API) (any, error) {
			return nil, api.CustomTemplates.Rename(ctx, "tx98gvxz", "silver")
		}, `PUT /v1/custom-templates/tx98gvxz {"name":"silver"}`, nil},
		{"delete a template", templateJSON, func(ctx context.Context, api paperspace.API) (any, error) {
			return nil, api.CustomTemplates.Destroy(ctx, "tx98gvxz")
		}, "DELETE /v1/custom-templates/tx98gvxz", nil},

		{"create a drive", driveJSON, func(ctx context.Context, api paperspace.API) (any, error) {
			return api.SharedDrives.Create(ctx, paperspace.SharedDriveCreate{Name: "data", SizeGB: 500, Region: "East Coast (NY2)", NetworkID: "n123abc"})
		}, `POST /v1/shared-drives {"name":"data","networkId":"n123abc","region":"ny2","size":500}`, shownDrive},
		{"show a drive", driveJSON, func(ctx context.Context, api paperspace.API) (any, error) {
			return api.SharedDrives.Show(ctx, "sdvkpg3v2v")
		}, "GET /v1/shared-drives/sdvkpg3v2v", shownDrive},
		{"read credentials", driveJSON, func(ctx context.Context, api paperspace.API) (any, error) {
			return api.SharedDrives.Credentials(ctx, "sdvkpg3v2v")
		}, "GET /v1/shared-drives/sdvkpg3v2v", shownCredentials},
		{"list drives", items(driveJSON), func(ctx context.Context, api paperspace.API) (any, error) {
			return api.SharedDrives.List(ctx, paperspace.Filter{
				"name": "data", "size": "500", "network_id": "n123abc", "region": "ny2", "username": "paperspace", "mount_point": `\\10.64.92.2\sdvkpg3v2v`,
			})
		}, "GET /v1/shared-drives?limit=120&name=data&order=asc&orderBy=dtCreated", []paperspace.SharedDrive{shownDrive}},
		{"rename a drive", driveJSON, func(ctx context.Context, api paperspace.API) (any, error) {
			return nil, api.SharedDrives.Rename(ctx, "sdvkpg3v2v", "files")
		}, "GET /v1/shared-drives/sdvkpg3v2v\n" + `PUT /v1/shared-drives/sdvkpg3v2v {"name":"files"}`, nil},
		{"delete a drive", `{"id": "sdvkpg3v2v"}`, func(ctx context.Context, api paperspace.API) (any, error) {
			return nil, api.SharedDrives.Destroy(ctx, "sdvkpg3v2v")
		}, "GET /v1/shared-drives/sdvkpg3v2v\nDELETE /v1/shared-drives/sdvkpg3v2v", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, api := scripted(t, reply{body: c.body}, reply{body: c.body})
			got, err := c.call(t.Context(), api)
			if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
				t.Errorf("%v, -want +got:\n%s", err, diff)
			}
			w.wantSent(t, strings.Split(c.sent, "\n")...)
		})
	}
}

// If the response to a create contains no ID, the object might exist.
func TestObjectWithoutAnID(t *testing.T) {
	for _, body := range []string{`{}`, `{"event": {"id": "ev7"}, "data": {}}`, `{"data": null}`} {
		_, api := scripted(t, reply{body: body})
		if _, err := api.Snapshots.Create(t.Context(), paperspace.SnapshotCreate{Name: "before", MachineID: "ps1"}); !paperspace.HadEffect(err) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// A deleted object might be shown for a while, with a date of deletion, or as null.
func TestDeletedObjectIsNotFound(t *testing.T) {
	for _, body := range []string{"null", strings.Replace(templateJSON, `"dtDeleted": null`, `"dtDeleted": "2024-06-01T00:00:00.000Z"`, 1)} {
		_, api := scripted(t, reply{body: body})
		_, err := api.CustomTemplates.Show(t.Context(), "tx98gvxz")
		wantKind(t, err, paperspace.ErrNotFound)
	}
}

// The size of a drive can be in bytes or in GiB. No source says which.
func TestSizeOfADriveInEitherUnit(t *testing.T) {
	for size, want := range map[string]int64{
		"536870912000": 500, `"536870912000"`: 500, "500": 500, "16000": 16000, "80000": 80000, "268435456000": 250, "85899345920000": 80000, "null": 0,
	} {
		_, api := scripted(t, reply{body: strings.Replace(driveJSON, "536870912000", size, 1)})
		d, err := api.SharedDrives.Show(t.Context(), "sdvkpg3v2v")
		if d.SizeGB != want || err != nil {
			t.Errorf("%s: %d GB, %v", size, d.SizeGB, err)
		}
	}
}

// A response that cannot be decoded might contain the password in another form, so no error quotes
// it.
func TestResponseWithAPasswordIsNotQuoted(t *testing.T) {
	broken := strings.Replace(driveJSON, `"name": "data"`, `"name": ["data"]`, 1)
	for name, c := range map[string]struct {
		body string
		call func(api paperspace.API) error
	}{
		"create": {broken, func(api paperspace.API) error {
			_, err := api.SharedDrives.Create(t.Context(), paperspace.SharedDriveCreate{Name: "data"})
			return err
		}},
		"show": {broken[:len(broken)-3], func(api paperspace.API) error {
			_, err := api.SharedDrives.Show(t.Context(), "sdvkpg3v2v")
			return err
		}},
		"list": {items(broken)[2:], func(api paperspace.API) error {
			_, err := api.SharedDrives.List(t.Context(), nil)
			return err
		}},
		"credentials": {broken[1:], func(api paperspace.API) error {
			_, err := api.SharedDrives.Credentials(t.Context(), "sdvkpg3v2v")
			return err
		}},
	} {
		_, api := scripted(t, reply{body: c.body})
		if err := c.call(api); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
