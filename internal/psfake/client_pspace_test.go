package psfake_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// pspace returns the official CLI of API v1 (Paperspace/cli).
func (c *caller) pspace() client {
	return c.v1Client("Content-Type", "application/json", "x-client", "paperspace-cli", "x-client-version", "1.11.0")
}

// The official v1 CLI (pspace) requests the standing of the account before every command that creates, changes, or
// starts an object, and fails without it.
func TestClientPspaceAccountStanding(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		cli := c.pspace()
		want(t, "standing", cli.send("GET", "/v1/billing/account-standing", "").wantStatus(t, "standing", 200).raw,
			`{"hasPaymentMethod":true,"isAdminLocked":false,"isInGoodStanding":true,"messages":[]}`)
		made := cli.send("POST", "/v1/machines", `{"name":"box","machineType":"C5","templateId":"t0nspur5","region":"ny2","diskSize":50}`).
			wantStatus(t, "create", 200).object(t)
		c.clock.Advance(paced.Provision)
		id := part(made, "data")["id"].(string)
		path := "/v1/machines/" + id
		if c.v1Show(id)["state"] == "off" { // the CLI drops startOnCreate if it is false
			cli.send("PATCH", path+"/start", "{}").wantStatus(t, "start", 200)
			c.clock.Advance(paced.Start)
		}
		cli.send("PATCH", path+"/stop", "{}").wantStatus(t, "stop", 200)
		cli.send("DELETE", path, "").wantStatus(t, "delete", 200)

		cli.headers["Authorization"] = "Bearer other"
		cli.send("GET", "/v1/billing/account-standing", "").wantStatus(t, "another key", 401)
	})
}

// The official v1 CLI (pspace), with "private-network delete" directly after "machine delete": the sources disagree on
// whether a machine that is being destroyed blocks the deletion of its network, so the behaviors differ.
func TestClientPspaceDeletesTheNetworkOfADestroyedMachine(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		cli := c.pspace()
		m := c.AddMachine(psfake.Machine{NetworkID: "n123abc"})
		wantRejection(t, cli.send("DELETE", "/v1/private-networks/n123abc", ""), conflictStatus(c), "machines attached")
		cli.send("DELETE", "/v1/machines/"+m.ID, "").wantStatus(t, "machine", 200)
		held := false
		c.ChangeBehavior(func(d *psfake.Behavior) { held = d.V1.KeepNetworks })
		r := cli.send("DELETE", "/v1/private-networks/n123abc", "")
		if held {
			wantRejection(t, r, conflictStatus(c), "machines attached")
			c.clock.Advance(paced.Destroy)
			r = cli.send("DELETE", "/v1/private-networks/n123abc", "")
		}
		want(t, "deleted", r.wantStatus(t, "network", 200).object(t)["id"], any("n123abc"))
	})
	held := psfake.Observed().V1.KeepNetworks
	want(t, "the behaviors differ", held != psfake.Documented().V1.KeepNetworks, true)
}

// The official v1 CLI (pspace) drops false from its requests, so the body of a restore without --create-snapshot is
// an empty object. Its deletes have the JSON content type and no body.
func TestClientPspaceRestoresASnapshot(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		cli := c.pspace()
		m := c.AddMachine(psfake.Machine{State: "off"})
		made := cli.send("POST", "/v1/snapshots", `{"name":"x","machineId":"`+m.ID+`"}`).wantStatus(t, "create", 200).object(t)
		path := "/v1/snapshots/" + part(made, "data")["id"].(string)
		c.clock.Advance(paced.Snapshot)
		cli.send("POST", path+"/restore", "").wantStatus(t, "no body", 400)
		cli.send("POST", path+"/restore", "{}").wantStatus(t, "restore", 200)
		c.clock.Advance(paced.Snapshot)
		cli.send("POST", path+"/restore", `{"createSnapshotBeforeRestore":true}`).wantStatus(t, "restore", 200)
		c.clock.Advance(paced.Snapshot)
		want(t, "snapshots", len(c.Snapshots()), 2)
		cli.send("DELETE", path, "").wantStatus(t, "delete", 200)
		c.clock.Advance(paced.Snapshot)
		want(t, "snapshots", len(c.Snapshots()), 1)
	})
}

// The official v1 CLI (pspace), with "public-ip unassign": this request contains the only null in the API.
func TestClientPspaceUnassignsAnAddress(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		cli := c.pspace()
		m := c.AddMachine(psfake.Machine{})
		ip := cli.send("POST", "/v1/public-ips", `{"region":"ny2"}`).wantStatus(t, "claim", 200).object(t)["ip"].(string)
		cli.send("PUT", "/v1/public-ips/"+ip, `{"machineId":"`+m.ID+`"}`).wantStatus(t, "assign", 200)
		want(t, "assigned", c.PublicIPs()[0].MachineID, m.ID)
		cli.send("PUT", "/v1/public-ips/"+ip, `{"machineId":null}`).wantStatus(t, "unassign", 200)
		want(t, "unassigned", c.PublicIPs()[0].MachineID, "")
		cli.send("DELETE", "/v1/public-ips/"+ip, "").wantStatus(t, "release", 200)
	})
}
