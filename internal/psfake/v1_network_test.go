package psfake_test

import (
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestV1Networks(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		n := c.v1OK("POST", "/private-networks", `{"name":"lab 2","region":"ny2"}`)
		id := n["id"].(string)
		wantKeys(t, n, map[string]any{"name": "lab 2", "region": "East Coast (NY2)", "netmask": "255.255.255.0",
			"dtCreated": "2017-02-16T20:26:54.880Z"})
		want(t, "get", c.v1OK("GET", "/private-networks/"+id, "")["network"], n["network"])
		want(t, "CORE has it", c.get("/networks/getNetworks?id=" + id).list(t)[0]["name"], any("lab 2"))
		want(t, "renamed", c.v1OK("PUT", "/private-networks/"+id, `{"name":"den"}`)["name"], any("den"))
		wantRejection(t, c.v1("PUT", "/private-networks/"+id, `{"region":"ca1"}`), 400, "Unknown parameter: region")
		wantRejection(t, c.v1("PUT", "/private-networks/"+id, `{"name":""}`), 400, "empty")

		for _, none := range []string{"nnone", "n789ghi"} { // an unknown network, and a default network
			r := c.v1("GET", "/private-networks/"+none, "")
			want(t, "response", r.raw, "null")
			want(t, "status", r.status, 200)
			wantRejection(t, c.v1("PUT", "/private-networks/"+none, `{"name":"x"}`), 404, "network")
			wantRejection(t, c.v1("DELETE", "/private-networks/"+none, ""), 404, "network")
		}

		m := c.AddMachine(psfake.Machine{NetworkID: id})
		wantRejection(t, c.v1("DELETE", "/private-networks/"+id, ""), conflictStatus(c), "machines attached")
		c.v1OK("DELETE", "/machines/"+m.ID, "")
		c.ChangeBehavior(func(d *psfake.Behavior) { d.V1.KeepNetworks = true })
		want(t, "a machine that is being destroyed", c.v1("DELETE", "/private-networks/"+id, "").status, conflictStatus(c))
		c.clock.Advance(paced.Destroy)
		want(t, "deleted", c.v1OK("DELETE", "/private-networks/"+id, "")["id"], any(id))
		want(t, "gone", c.v1("GET", "/private-networks/"+id, "").raw, "null")

		wantRejection(t, c.v1("POST", "/private-networks", `{"name":"x"}`), 400, "region")
		wantRejection(t, c.v1("POST", "/private-networks", `{"name":"x","region":"ny9"}`), 400, "region")
		want(t, "removed at the console", c.RemoveNetwork("n123abc"), true)
		want(t, "no more", c.v1("GET", "/private-networks/n123abc", "").raw, "null")
	})
}

func TestV1DefaultNetworkInTheList(t *testing.T) {
	for ids, c := range map[string]*caller{"n123abc": documentedCaller(t), "n123abc n789ghi": observedCaller(t)} {
		_, got := c.pages("/private-networks?region=NY2", "id")
		want(t, "networks", strings.Join(got, " "), ids)
	}
}

// migrateMachines moves the machines in the default network of the region to the new network.
func TestV1MigrateMachines(t *testing.T) {
	c := documentedCaller(t)
	inDefault := c.AddMachine(psfake.Machine{})
	elsewhere := c.AddMachine(psfake.Machine{Region: psfake.Europe})
	private := c.AddMachine(psfake.Machine{NetworkID: "n123abc"})
	c.v1OK("POST", "/private-networks", `{"name":"quiet","region":"ny2"}`)
	id := c.v1OK("POST", "/private-networks", `{"name":"greedy","region":"ny2","migrateMachines":true}`)["id"]
	c.clock.Advance(paced.Update)
	want(t, "moved", c.v1Show(inDefault.ID)["networkId"], id)
	want(t, "another region", c.v1Show(elsewhere.ID)["networkId"], any(elsewhere.NetworkID))
	want(t, "private", c.v1Show(private.ID)["networkId"], any("n123abc"))
}
