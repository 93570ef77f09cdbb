package psfake

import (
	"cmp"
	"encoding/json"
)

var v1CreateFields = withSettings(map[string]field{
	"name": needsText, "machineType": needsText, "templateId": needsText, "diskSize": {kind: number, required: true},
	"region": needsText, "networkId": aText, "startOnCreate": aFlag, "takeInitialSnapshot": aFlag,
	"startupScriptId": aText, "emailPassword": aFlag, "enableNvlink": aFlag, "accessorIds": {kind: texts},
})

func (d *v1) create(r v1Request, out outcome) answer {
	in, err := r.read(v1CreateFields)
	if err == nil {
		err = d.checkCreate(r, in)
	}
	if err != nil {
		return d.refuse(err)
	}
	out.early = true
	m, err := r.order(d.orderOf(r.bent(in), r.body), r.at, out)
	if err != nil {
		return d.refuse(err)
	}
	a := d.started(r, m.ID, "create")
	a.machine = m.ID
	return a
}

func (d *v1) checkCreate(r v1Request, in input) error {
	if _, ok := regionOf(in.text("region")); !ok {
		return refusedError("Unknown region")
	}
	if err := r.checkNetwork(in.text("networkId")); err != nil {
		return err
	}
	if s, _ := r.scripts.get(in.text("startupScriptId")); s.Deleted != nil {
		return notFound("Script")
	}
	for _, id := range in.texts("accessorIds") {
		if _, ok := r.users.get(id); !ok {
			return notFound("User")
		}
	}
	if t, ok := r.templates.get(in.text("templateId")); ok && !t.suits(in.text("machineType")) {
		return refusedError("The template is not available for this machine type")
	}
	return d.checkSettings(in, Machine{})
}

// orderOf translates a request that has passed the checks.
func (d *v1) orderOf(in input, body []byte) order {
	o := order{boot: !d.dialect().CreateOff}
	set(&o.boot, in, "startOnCreate")
	m := &o.Machine
	m.Region, _ = regionOf(in.text("region"))
	m.Name, m.MachineType = in.text("name"), in.text("machineType")
	set(&m.SizeGB, in, "diskSize")
	m.TemplateID, m.NetworkID, m.ScriptID = in.text("templateId"), in.text("networkId"), in.text("startupScriptId")
	m.BillingType, m.Access = "hourly", in.texts("accessorIds")
	m.TakesInitialSnapshot, m.Nvlink = in.flag("takeInitialSnapshot"), in.flag("enableNvlink")
	m.setPublicIPType(cmp.Or(in.text("publicIpType"), d.dialect().DefaultPublicIP))
	d.applySettings(m, in)
	_ = json.Unmarshal(body, &m.Input) // it was read before
	return o
}

// setPublicIPType takes an unknown type for none.
func (m *Machine) setPublicIPType(kind string) {
	m.AssignPublicIP, m.DynamicPublicIP = kind == "static", kind == "dynamic"
}
