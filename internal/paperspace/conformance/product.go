package conformance

import (
	"cmp"
	"context"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A product is a kind of object, without its type parameters.
type product struct {
	noun, createCall string
	// add adds an object to the fake. order creates an object and reports whether it was
	// adopted.
	add   func(name string) string
	order func(ctx context.Context, c *ops.Client, name string) (id string, adopted bool, err error)
	// fake returns what the fake has, and list what the API lists, both without what
	// differs between responses.
	fake   func() []paperspace.Gettable
	list   func(ctx context.Context, f paperspace.Filter) ([]paperspace.Gettable, error)
	find   func(ctx context.Context, c *ops.Client, id string) (bool, error)
	read   func(ctx context.Context, c *ops.Client, id string) (bulk.Finding[paperspace.Gettable], error)
	show   func(ctx context.Context, id string) (paperspace.Gettable, error)
	remove func(ctx context.Context, c *ops.Client, id string) error
	// rename is nil for objects without a name.
	rename func(ctx context.Context, c *ops.Client, id, name string) error
	fields []paperspace.Field
}

// kindOf is the type-specific part of a product.
type kindOf[T paperspace.Gettable, In paperspace.Creation[T]] struct {
	known   product // without the functions that the method product adds
	objects paperspace.Objects[T, In]
	kind    func(c *ops.Client) *ops.Kind[T, In]
	in      func(name string) In
	fake    func() []T
	same    func(T) T // without what differs between responses
}

// product returns k.known with the functions that are the same for all kinds.
func (k kindOf[T, In]) product(s *scene) product {
	p, objects, kind, in, fake, same := k.known, k.objects, k.kind, k.in, k.fake, k.same
	gettable := func(all []T) (out []paperspace.Gettable) {
		for _, t := range all {
			out = append(out, same(t))
		}
		return out
	}
	p.fake = func() []paperspace.Gettable {
		if p.noun == "snapshot" { // snapshots have no date to sort by
			return gettable(fake())
		}
		return gettable(listed(s, fake()))
	}
	p.list = func(ctx context.Context, f paperspace.Filter) ([]paperspace.Gettable, error) {
		all, err := objects.List(ctx, f)
		return gettable(all), err
	}
	p.show = func(ctx context.Context, id string) (paperspace.Gettable, error) {
		t, err := objects.Show(ctx, id)
		return same(t), err
	}
	p.read = func(ctx context.Context, c *ops.Client, id string) (bulk.Finding[paperspace.Gettable], error) {
		got, err := kind(c).Read(ctx, id)
		return bulk.Finding[paperspace.Gettable]{Object: same(got.Object), Found: got.Found, Empty: got.Empty}, err
	}
	p.find = func(ctx context.Context, c *ops.Client, id string) (bool, error) {
		got, err := kind(c).Read(ctx, id)
		return got.Found, err
	}
	p.order = func(ctx context.Context, c *ops.Client, name string) (string, bool, error) {
		made, err := kind(c).Create(ctx, in(name))
		return paperspace.IDOf(made.Object), made.Adopted, err
	}
	p.remove = func(ctx context.Context, c *ops.Client, id string) error { return kind(c).Destroy(ctx, id) }
	if p.noun != "public IP address" {
		p.rename = func(ctx context.Context, c *ops.Client, id, name string) error {
			return kind(c).Rename(ctx, id, name)
		}
	}
	return p
}

func wholeRegion(region string) string {
	name, _ := paperspace.RegionName(region)
	return cmp.Or(name, region)
}

// products returns the kinds that the API version has. It adds the objects that they depend
// on.
func (s *scene) products() (all []product) {
	s.Helper()
	if s.api.PublicIPs == nil {
		return nil
	}
	network := s.fake.AddNetwork(psfake.Network{Name: "lab"}).ID
	running, off := s.machine(psfake.Machine{Name: "parent"}), s.machine(psfake.Machine{Name: "parent off", State: psfake.StateOff})
	all = append(all, kindOf[paperspace.PublicIP, paperspace.PublicIPClaim]{known: product{
		noun: "public IP address", createCall: "publicips.claim", fields: []paperspace.Field{"id", "address", "region", "machine_id", "assigned", "dt_created"},
		add: func(string) string { return s.fake.ClaimPublicIP(psfake.EastCoast).IP },
	}, objects: s.api.PublicIPs,
		kind: func(c *ops.Client) *ops.Kind[paperspace.PublicIP, paperspace.PublicIPClaim] {
			return c.PublicIPs
		},
		in: func(string) paperspace.PublicIPClaim { return paperspace.PublicIPClaim{Region: "ny2"} },
		fake: func() (all []paperspace.PublicIP) {
			for _, a := range s.fake.PublicIPs() {
				all = append(all, paperspace.PublicIP{Address: a.IP, Region: a.Region, MachineID: a.MachineID, CreatedAt: date(a.Created)})
			}
			return all
		}, same: func(a paperspace.PublicIP) paperspace.PublicIP { a.Region = wholeRegion(a.Region); return a }}.product(s),
		kindOf[paperspace.Snapshot, paperspace.SnapshotCreate]{known: product{
			noun: "snapshot", createCall: "snapshots.create", fields: []paperspace.Field{"id", "name", "machine_id", "automatic"},
			add: func(name string) string {
				return s.fake.AddSnapshot(psfake.Snapshot{Name: name, MachineID: running}).ID
			},
		}, objects: s.api.Snapshots,
			kind: func(c *ops.Client) *ops.Kind[paperspace.Snapshot, paperspace.SnapshotCreate] {
				return c.Snapshots
			},
			in: func(name string) paperspace.SnapshotCreate {
				return paperspace.SnapshotCreate{Name: name, MachineID: running}
			},
			fake: func() (all []paperspace.Snapshot) {
				for _, a := range s.fake.Snapshots() {
					all = append(all, paperspace.Snapshot{ID: a.ID, Name: a.Name, MachineID: a.MachineID, Automatic: a.Auto})
				}
				return all
			}, same: func(a paperspace.Snapshot) paperspace.Snapshot { a.Event = ""; return a }}.product(s),
		kindOf[paperspace.Template, paperspace.TemplateCreate]{known: product{
			noun: "custom template", createCall: "templates.create",
			fields: []paperspace.Field{"id", "name", "region", "agent_type", "os", "parent_machine_id", "default_size_gb", "custom", "dt_created"},
			add: func(name string) string {
				return s.fake.AddCustomTemplate(psfake.Template{Label: name, MachineID: off}).ID
			},
		}, objects: s.api.CustomTemplates,
			kind: func(c *ops.Client) *ops.Kind[paperspace.Template, paperspace.TemplateCreate] {
				return c.CustomTemplates
			},
			in: func(name string) paperspace.TemplateCreate {
				return paperspace.TemplateCreate{Name: name, MachineID: off}
			},
			fake: func() (all []paperspace.Template) {
				for _, a := range s.fake.CustomTemplates() {
					if a.Deleted != nil {
						continue
					}
					all = append(all, paperspace.Template{
						ID: a.ID, Name: cmp.Or(a.Label, a.OS), Label: cmp.Or(a.Label, a.OS), OS: a.OS, AgentType: a.AgentType, Region: cmp.Or(a.Region, psfake.EastCoast),
						CreatedAt: date(a.Created), Custom: new(true), ParentMachineID: a.MachineID, DefaultSizeGB: int64(cmp.Or(a.SizeGB, 50)),
					})
				}
				return all
			}, same: func(a paperspace.Template) paperspace.Template {
				a.Region, a.Event, a.MachineTypes = wholeRegion(a.Region), "", nil
				return a
			}}.product(s),
		kindOf[paperspace.SharedDrive, paperspace.SharedDriveCreate]{known: product{
			noun: "shared drive", createCall: "drives.create",
			fields: []paperspace.Field{"id", "name", "size", "region", "network_id", "mount_point", "username", "dt_created"},
			add: func(name string) string {
				return s.fake.AddSharedDrive(psfake.SharedDrive{Name: name, NetworkID: network}).ID
			},
		}, objects: s.api.SharedDrives,
			kind: func(c *ops.Client) *ops.Kind[paperspace.SharedDrive, paperspace.SharedDriveCreate] {
				return c.SharedDrives
			},
			in: func(name string) paperspace.SharedDriveCreate {
				return paperspace.SharedDriveCreate{Name: name, SizeGB: 250, Region: "ny2", NetworkID: network}
			},
			fake: func() (all []paperspace.SharedDrive) {
				for _, a := range s.fake.SharedDrives() {
					all = append(all, paperspace.SharedDrive{
						ID: a.ID, Name: a.Name, SizeGB: int64(a.SizeGB), Region: a.Region, NetworkID: a.NetworkID, MountPoint: a.MountPoint,
						Username: a.Username, CreatedAt: date(a.Created),
					})
				}
				return all
			}, same: func(a paperspace.SharedDrive) paperspace.SharedDrive { a.Region = wholeRegion(a.Region); return a }}.product(s))
	return all
}
