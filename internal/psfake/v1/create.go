package fakev1

import (
	"cmp"
	"encoding/json"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

var createFields = withSettings(map[string]wire.Field{
	"name": wire.NeedsText, "machineType": wire.NeedsText, "templateId": wire.NeedsText, "diskSize": wire.NeedsNumber,
	"region": wire.NeedsText, "networkId": wire.AText, "startOnCreate": wire.AFlag, "takeInitialSnapshot": wire.AFlag,
	"startupScriptId": wire.AText, "emailPassword": wire.AFlag, "enableNvlink": wire.AFlag, "accessorIds": {Kind: wire.Texts},
})

func (r request) create() psfake.Response {
	in, err := r.read(createFields)
	if err == nil {
		err = r.checkCreate(in)
	}
	if err != nil {
		return r.reject(err)
	}
	m, err := r.Order(r.orderOf(r.Stored(in)))
	if err != nil {
		return r.reject(err)
	}
	a := r.started(m.ID, "create")
	a.Machine = m.ID
	return a
}

func (r request) checkCreate(in wire.Input) error {
	if _, ok := psfake.RegionOf(in.Text("region")); !ok {
		return wire.Rejection("Unknown region")
	}
	if err := r.checkNetwork(in.Text("networkId")); err != nil {
		return err
	}
	if s, _ := r.Scripts().Now(in.Text("startupScriptId")); s.Deleted != nil {
		return notFound("Script")
	}
	for _, id := range in.Texts("accessorIds") {
		if _, ok := r.Users().Now(id); !ok {
			return notFound("User")
		}
	}
	if t, ok := r.Templates().Now(in.Text("templateId")); ok && !suits(t, in.Text("machineType")) {
		return wire.Rejection("The template is not available for this machine type")
	}
	return r.checkSettings(in, psfake.Machine{})
}

// orderOf converts a request that has passed the checks.
func (r request) orderOf(in wire.Input) psfake.Order {
	o := psfake.Order{Addressed: true, Boot: !r.Behavior().V1.CreateOff}
	wire.Set(&o.Boot, in, "startOnCreate")
	m := &o.Machine
	m.Region, _ = psfake.RegionOf(in.Text("region"))
	m.Name, m.MachineType = in.Text("name"), in.Text("machineType")
	wire.Set(&m.SizeGB, in, "diskSize")
	m.TemplateID, m.NetworkID, m.ScriptID = in.Text("templateId"), in.Text("networkId"), in.Text("startupScriptId")
	m.BillingType, m.Access = "hourly", in.Texts("accessorIds")
	m.TakesInitialSnapshot, m.Nvlink = in.Flag("takeInitialSnapshot"), in.Flag("enableNvlink")
	setPublicIPType(m, cmp.Or(in.Text("publicIpType"), r.Behavior().V1.DefaultPublicIP))
	r.applySettings(m, in)
	_ = json.Unmarshal(r.Body, &m.Input) // the checks have parsed it
	return o
}

// setPublicIPType treats an unknown type as none.
func setPublicIPType(m *psfake.Machine, kind string) {
	m.AssignPublicIP, m.DynamicPublicIP = kind == "static", kind == "dynamic"
}
