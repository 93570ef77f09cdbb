package v1api

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Create does not send undocumented keys, because Paperspace can reject them. It omits values that
// are not set, except those whose default is not known.
func TestCreateRequest(t *testing.T) {
	least := paperspace.MachineCreate{Name: "web", MachineType: "C5", SizeGB: 50, Region: "ny2", TemplateID: "t1"}
	for name, c := range map[string]struct {
		change func(in *paperspace.MachineCreate)
		want   string
	}{
		"the least": {func(*paperspace.MachineCreate) {},
			`{"name":"web","machineType":"C5","templateId":"t1","diskSize":50,"region":"ny2","publicIpType":"none","startOnCreate":true}`},
		"everything": {func(in *paperspace.MachineCreate) {
			in.NetworkID, in.ScriptID, in.AssignPublicIP = "n1", "sc1", true
		}, `{"name":"web","machineType":"C5","templateId":"t1","diskSize":50,"region":"ny2","networkId":"n1","publicIpType":"static","startOnCreate":true,"startupScriptId":"sc1"}`},
		"a dynamic address": {func(in *paperspace.MachineCreate) { in.DynamicPublicIP = true },
			`{"name":"web","machineType":"C5","templateId":"t1","diskSize":50,"region":"ny2","publicIpType":"dynamic","startOnCreate":true}`},
		"other spellings": {func(in *paperspace.MachineCreate) { in.Region, in.MachineType = "West Coast (CA1)", "gpu+" },
			`{"name":"web","machineType":"GPU+","templateId":"t1","diskSize":50,"region":"ca1","publicIpType":"none","startOnCreate":true}`},
		"unknown names": {func(in *paperspace.MachineCreate) { in.Region, in.MachineType = "Mars (MA1)", "H100x8" },
			`{"name":"web","machineType":"H100x8","templateId":"t1","diskSize":50,"region":"Mars (MA1)","publicIpType":"none","startOnCreate":true}`},
		"what v1 does not have": {func(in *paperspace.MachineCreate) {
			in.BillingType, in.TeamID, in.UserID, in.NotificationEmail = "hourly", "te1", "u1", "ops@example.com"
		}, `{"name":"web","machineType":"C5","templateId":"t1","diskSize":50,"region":"ny2","publicIpType":"none","startOnCreate":true}`},
	} {
		t.Run(name, func(t *testing.T) {
			in := least
			c.change(&in)
			w, api := scripted(t, reply{body: `{"data": {"id": "ps1"}}`})
			if _, err := api.Machines.Create(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			w.wantSent(t, "POST /v1/machines "+c.want)
		})
	}
}

func TestTwoAddressesAreNotSent(t *testing.T) {
	w, api := scripted(t, reply{body: `{"data": {"id": "ps1"}}`})
	_, err := api.Machines.Create(t.Context(), paperspace.MachineCreate{Name: "web", AssignPublicIP: true, DynamicPublicIP: true})
	wantKind(t, err, paperspace.ErrRejected)
	err = api.Machines.Update(t.Context(), "ps1", paperspace.MachineUpdate{AssignPublicIP: new(true), DynamicPublicIP: new(true)})
	wantKind(t, err, paperspace.ErrRejected)
	if len(w.sent) != 0 {
		t.Errorf("sent %q", w.lines())
	}
}

// A create is not retried after a response that is not usable.
func TestCreateIsNotRepeated(t *testing.T) {
	for _, status := range []int{200, 408, 499, 500, 502, 503, 504} {
		w, api := scripted(t, reply{status, `<html></html>`})
		_, err := api.Machines.Create(t.Context(), paperspace.MachineCreate{Name: "web"})
		if err == nil || !paperspace.HadEffect(err) || len(w.sent) != 1 {
			t.Errorf("%d: had effect %v, %v, sent %q", status, paperspace.HadEffect(err), err, w.lines())
		}
	}
}
