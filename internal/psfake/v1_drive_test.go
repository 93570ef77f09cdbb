package psfake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// newDrive is the body of a request for a drive with a name, in a network of the samples.
const newDrive = `{"name":%q,"size":500,"region":"ny2","networkId":"n123abc"}`

// drive creates a drive and returns its ID.
func (c *caller) drive(name string) string {
	c.t.Helper()
	return c.v1OK("POST", "/shared-drives", fmt.Sprintf(newDrive, name))["id"].(string)
}

func TestV1Drives(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		o := c.v1OK("POST", "/shared-drives", fmt.Sprintf(newDrive, "data"))
		id, path := o["id"].(string), "/shared-drives/"+o["id"].(string)
		wantKeys(t, o, map[string]any{"name": "data", "region": "ny2", "networkId": "n123abc", "dtCreated": "2017-02-16T20:26:54.880Z",
			"dtDeleted": nil, "password": c.SharedDrives()[0].Password, "username": c.SharedDrives()[0].Username})
		password := o["password"].(string)
		want(t, "a password", len(password) > 8, true)
		c.clock.Advance(paced.Mount)
		mount := c.v1OK("GET", path, "")["mountPoint"].(string)
		want(t, "mount point", strings.HasPrefix(mount, `\\10.64.22.`) && strings.HasSuffix(mount, `\`+id), true)
		for _, shown := range []string{c.v1("GET", path, "").raw, c.v1("GET", "/shared-drives", "").raw, c.v1("PUT", path, `{"name":"d2"}`).raw} {
			want(t, "password in every response", strings.Contains(shown, password), true)
			want(t, "mount point in every response", strings.Contains(shown, strings.ReplaceAll(mount, `\`, `\\`)), true)
		}
		want(t, "password in the journal", strings.Contains(c.get("/_fake/journal").raw, password), false)
		want(t, "renamed", c.v1OK("GET", path, "")["name"], any("d2"))
		for body, says := range map[string]string{`{"size":1000}`: "Unknown parameter: size", `{"name":""}`: "empty", `{"networkId":"x"}`: "networkId"} {
			wantRejection(t, c.v1("PUT", path, body), 400, says)
		}

		other := c.AddNetwork(psfake.Network{Region: psfake.Europe})
		whole := fmt.Sprintf(newDrive, "x")
		for _, key := range []string{"name", "size", "region", "networkId"} {
			var rest []string
			for _, member := range strings.Split(strings.Trim(whole, "{}"), ",") {
				if !strings.HasPrefix(member, `"`+key) {
					rest = append(rest, member)
				}
			}
			wantRejection(t, c.v1("POST", "/shared-drives", "{"+strings.Join(rest, ",")+"}"), 400, key)
		}
		wantRejection(t, c.v1("POST", "/shared-drives", strings.Replace(whole, "{", `{"x":1,`, 1)), 400, "Unknown parameter: x")
		for old, body := range map[string][2]string{
			"500": {"0", "size"}, `"ny2"`: {`"moon"`, "region"}, `"n123abc"`: {`"` + other.ID + `"`, "region"},
		} {
			wantRejection(t, c.v1("POST", "/shared-drives", strings.Replace(whole, old, body[0], 1)), 400, body[1])
		}
		for _, network := range []string{"nnone", "n789ghi"} { // an unknown network, and a default network
			wantRejection(t, c.v1("POST", "/shared-drives", strings.Replace(whole, "n123abc", network, 1)), 404, "network")
		}
		want(t, "one", len(c.SharedDrives()), 1)

		gone := c.v1OK("DELETE", path, "")
		want(t, "only its ID", fmt.Sprint(gone), "map[id:"+id+"]")
		c.wantGone(path)
		wantRejection(t, c.v1("DELETE", path, ""), 404, "drive")
		wantRejection(t, c.v1("PUT", path, `{"name":"x"}`), 404, "drive")
	})
}

// No source settles the unit of a size, whether it is a number or text, or when the mount point is known.
func TestV1DriveSizeAndMountPoint(t *testing.T) {
	for _, tc := range []struct {
		c    *caller
		size any
		late bool
	}{{documentedCaller(t), 536870912000.0, false}, {observedCaller(t), "500", true}} {
		id := tc.c.drive("data")
		show := func() map[string]any { return tc.c.v1OK("GET", "/shared-drives/"+id, "") }
		want(t, "size", show()["size"], tc.size)
		want(t, "late", show()["mountPoint"] == "", tc.late)
		tc.c.clock.Advance(paced.Mount - time.Second)
		want(t, "late", show()["mountPoint"] == "", tc.late)
		tc.c.clock.Advance(time.Second)
		want(t, "late", show()["mountPoint"] == "", false)
	}
}

// No source settles whether a network with a drive can be deleted.
func TestV1DriveKeepsItsNetwork(t *testing.T) {
	for keeps, c := range map[bool]*caller{true: documentedCaller(t), false: observedCaller(t)} {
		id := c.drive("data")
		r := c.v1("DELETE", "/private-networks/n123abc", "")
		if !keeps {
			want(t, "deleted", r.status, 200)
			want(t, "it keeps the network's ID", c.v1OK("GET", "/shared-drives/"+id, "")["networkId"], any("n123abc"))
			continue
		}
		wantRejection(t, r, conflictStatus(c), "shared drives")
		c.v1OK("DELETE", "/shared-drives/"+id, "")
		c.v1OK("DELETE", "/private-networks/n123abc", "")
	}
}

func TestV1DriveList(t *testing.T) {
	for region, c := range map[string]*caller{"ny2": documentedCaller(t), psfake.EastCoast: observedCaller(t)} {
		for _, name := range []string{"b", "cc", "a"} {
			c.drive(name)
			c.clock.Advance(time.Second)
		}
		far := c.AddNetwork(psfake.Network{Region: psfake.Europe})
		c.AddSharedDrive(psfake.SharedDrive{Name: "far", NetworkID: far.ID})
		for query, wanted := range map[string]string{
			"region=ny2": "[2 1] [a cc b]", "order=asc&region=NY2": "[2 1] [b cc a]", "orderBy=name&order=asc": "[2 2] [a b cc far]",
			"name=cc": "[1] [cc]", "region=ams1": "[1] [far]", "name=x": "[0] []",
		} {
			sizes, names := c.pages("/shared-drives?limit=2&"+query, "name")
			want(t, query, fmt.Sprint(sizes, " ", names), wanted)
		}
		parts := map[string]int{"ny2": 0, psfake.EastCoast: 1}[region]
		want(t, "part of a name", len(items(c.v1OK("GET", "/shared-drives?name=c", ""))), parts)
		want(t, "region in a list", items(c.v1OK("GET", "/shared-drives?name=b", ""))[0]["region"], any(region))
		wantRejection(t, c.v1("GET", "/shared-drives?limit=121", ""), 400, "limit")
		wantRejection(t, c.v1("GET", "/shared-drives?orderBy=size", ""), 400, "orderBy")
	}
}

func TestDrivesAtTheConsole(t *testing.T) {
	c := documentedCaller(t)
	s := c.AddSharedDrive(psfake.SharedDrive{Name: "mine", NetworkID: "n123abc", Password: "secret"})
	want(t, "filled in", s.SizeGB == 250 && s.Region == psfake.EastCoast && strings.HasSuffix(s.MountPoint, s.ID), true)
	want(t, "listed", c.SharedDrives()[0], s)
	want(t, "shown", c.v1OK("GET", "/shared-drives/"+s.ID, "")["password"], any("secret"))
	want(t, "changed", c.ChangeSharedDrive(s.ID, func(s *psfake.SharedDrive) { s.Password = "other" }), true)
	want(t, "shown", c.v1OK("GET", "/shared-drives/"+s.ID, "")["password"], any("other"))
	want(t, "removed", c.RemoveSharedDrive(s.ID), true)
	want(t, "but once", c.RemoveSharedDrive(s.ID), false)
	want(t, "nothing to change", c.ChangeSharedDrive(s.ID, func(*psfake.SharedDrive) {}), false)
}

func TestV1DriveFaults(t *testing.T) {
	c := documentedCaller(t)
	body := fmt.Sprintf(newDrive, "x")
	names := func() (all string) {
		for _, s := range c.SharedDrives() {
			all += s.Name + " "
		}
		return all
	}
	c.inject(`{"Kind":"cut-after","Call":"drives.create","Times":1}`)
	_, err := c.send("POST", "/v1/shared-drives", body)
	want(t, "lost after its effect", err != nil && names() == "x ", true)
	c.inject(`{"Kind":"instead","Call":"drives.create","Times":1,"Value":{"Name":"theirs"}}`)
	_, err = c.send("POST", "/v1/shared-drives", body)
	want(t, "lost before its effect", err != nil && names() == "x theirs ", true)
	c.inject(`{"Kind":"twin","Call":"drives.create","Times":1}`)
	id := c.drive("y")
	want(t, "twins", names(), "x theirs y y ")
	all := c.SharedDrives()
	want(t, "apart", all[2].Password != all[3].Password && all[2].MountPoint != all[3].MountPoint, true)

	c.inject(`{"Kind":"alter","Call":"drives.create","Key":"size","Value":250}`)
	c.drive("z")
	want(t, "altered", c.SharedDrives()[4].SizeGB, 250)
	c.inject(`{"Kind":"alter","Call":"drives.update","Key":"name","Value":"other","Times":1}`)
	want(t, "renamed", c.v1OK("PUT", "/shared-drives/"+id, `{"name":"new"}`)["name"], any("other"))
	c.inject(`{"Kind":"reject","Call":"drives.create","Status":403,"Message":"quota","Times":1}`)
	wantCode(t, c.v1("POST", "/shared-drives", body), 403, "FORBIDDEN", "quota")
}
