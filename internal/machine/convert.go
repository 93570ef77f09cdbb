package machine

import (
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// create converts the model to the request for a new machine. The password is a
// parameter, because a model that goes into a plan or a state never contains it.
func (m *model) create(password string) paperspace.MachineCreate {
	settings := m.update(&model{}, nil)
	in := paperspace.MachineCreate{
		Name:              m.Name.ValueString(),
		MachineType:       m.MachineType.ValueString(),
		SizeGB:            m.Size.ValueInt64(),
		Region:            m.Region.ValueString(),
		BillingType:       m.BillingType.ValueString(),
		TemplateID:        m.TemplateID.ValueString(),
		AssignPublicIP:    m.AssignPublicIP.ValueBool(),
		DynamicPublicIP:   m.DynamicPublicIP.ValueBool(),
		NetworkID:         m.NetworkID.ValueString(),
		TeamID:            m.TeamID.ValueString(),
		UserID:            m.UserID.ValueString(),
		ScriptID:          m.ScriptID.ValueString(),
		NotificationEmail: m.NotificationEmail.ValueString(),

		ShutdownTimeoutHours:  settings.ShutdownTimeoutHours,
		ShutdownTimeoutForces: settings.ShutdownTimeoutForces,
		AutoSnapshot:          settings.AutoSnapshot,
		AutoSnapshotFrequency: settings.AutoSnapshotFrequency,
		AutoSnapshotSaveCount: settings.AutoSnapshotSaveCount,

		EmailPassword:       m.EmailPassword.ValueBoolPointer(),
		EnableNVLink:        m.EnableNVLink.ValueBoolPointer(),
		TakeInitialSnapshot: m.TakeInitialSnapshot.ValueBoolPointer(),
		AccessorIDs:         tfx.Texts(m.AccessorIDs),
	}
	if tfx.Known(m.Email) {
		in.NewUser = &paperspace.NewUser{
			Email:     m.Email.ValueString(),
			Password:  password,
			FirstName: m.FirstName.ValueString(),
			LastName:  m.LastName.ValueString(),
		}
	}
	return in
}

// references returns the arguments that contain IDs of other objects.
func (m *model) references() []tfx.Reference {
	all := tfx.References(map[string]types.String{
		"template_id": m.TemplateID, "network_id": m.NetworkID, "script_id": m.ScriptID, "user_id": m.UserID, "team_id": m.TeamID,
	})
	for _, id := range tfx.Texts(m.AccessorIDs) {
		all = append(all, tfx.Reference{Argument: "accessor_ids", Noun: "user", Value: types.StringValue(id)})
	}
	return all
}

// update returns what has to be sent to change prior into m, as far as that is
// possible in place. inPlace is [paperspace.Traits.InPlace]. A value that is null
// or unknown in m requests nothing.
func (m *model) update(prior *model, inPlace map[paperspace.Field]bool) paperspace.MachineUpdate {
	u := m.rebuild(prior, inPlace)
	if tfx.Changed(prior.Name, m.Name) && !tfx.Shows(prior.Name.ValueString(), m.Name) {
		u.Name = m.Name.ValueStringPointer()
	}
	if tfx.Changed(prior.ShutdownTimeoutInHours, m.ShutdownTimeoutInHours) {
		u.ShutdownTimeoutHours = m.ShutdownTimeoutInHours.ValueInt64Pointer()
	}
	if tfx.Changed(prior.ShutdownTimeoutForces, m.ShutdownTimeoutForces) {
		u.ShutdownTimeoutForces = m.ShutdownTimeoutForces.ValueBoolPointer()
	}
	if tfx.Changed(prior.PerformAutoSnapshot, m.PerformAutoSnapshot) {
		u.AutoSnapshot = m.PerformAutoSnapshot.ValueBoolPointer()
	}
	if tfx.Known(m.AutoSnapshotFrequency) && !m.AutoSnapshotFrequency.Means(prior.AutoSnapshotFrequency) {
		word := strings.ToLower(m.AutoSnapshotFrequency.ValueString())
		u.AutoSnapshotFrequency = &word
	}
	if tfx.Changed(prior.AutoSnapshotSaveCount, m.AutoSnapshotSaveCount) {
		u.AutoSnapshotSaveCount = m.AutoSnapshotSaveCount.ValueInt64Pointer()
	}
	if tfx.Changed(prior.DynamicPublicIP, m.DynamicPublicIP) {
		u.DynamicPublicIP = m.DynamicPublicIP.ValueBoolPointer()
	}
	m.wholeGroups(prior, &u)
	return u
}

// wholeGroups adds the details of a setting that is switched on. While it was
// off, Paperspace might have dropped or ignored them.
func (m *model) wholeGroups(prior *model, u *paperspace.MachineUpdate) {
	if is(u.AutoSnapshot) {
		if tfx.Known(m.AutoSnapshotFrequency) {
			word := strings.ToLower(m.AutoSnapshotFrequency.ValueString())
			u.AutoSnapshotFrequency = &word
		}
		if tfx.Known(m.AutoSnapshotSaveCount) {
			u.AutoSnapshotSaveCount = m.AutoSnapshotSaveCount.ValueInt64Pointer()
		}
	}
	if u.ShutdownTimeoutHours != nil && prior.ShutdownTimeoutInHours.ValueInt64() == 0 && m.ShutdownTimeoutForces.ValueBool() {
		u.ShutdownTimeoutForces = m.ShutdownTimeoutForces.ValueBoolPointer()
	}
}

func is(b *bool) bool { return b != nil && *b }

// rebuild returns the part of an update for which some API versions need a new
// machine. The two kinds of public IP address are one setting, so both are sent.
func (m *model) rebuild(prior *model, inPlace map[paperspace.Field]bool) (u paperspace.MachineUpdate) {
	if inPlace[paperspace.FieldMachineType] && tfx.Known(m.MachineType) && !m.MachineType.Means(prior.MachineType) {
		u.MachineType = m.MachineType.ValueStringPointer()
	}
	if inPlace[paperspace.FieldSize] && tfx.Changed(prior.Size, m.Size) && !shrinks(m, prior) {
		u.SizeGB = m.Size.ValueInt64Pointer()
	}
	if inPlace[paperspace.FieldNetworkID] && tfx.Changed(prior.NetworkID, m.NetworkID) {
		u.NetworkID = m.NetworkID.ValueStringPointer()
	}
	if inPlace[paperspace.FieldScriptID] && tfx.Changed(prior.ScriptID, m.ScriptID) {
		u.ScriptID = m.ScriptID.ValueStringPointer()
	}
	if inPlace[paperspace.FieldAssignPublicIP] &&
		(tfx.Changed(prior.AssignPublicIP, m.AssignPublicIP) || tfx.Changed(prior.DynamicPublicIP, m.DynamicPublicIP)) {
		u.AssignPublicIP = new(m.AssignPublicIP.ValueBool())
		u.DynamicPublicIP = new(m.DynamicPublicIP.ValueBool())
	}
	return u
}

// observed converts a machine from Paperspace to a model. What Paperspace does not
// show, and what only the provider uses, keeps its zero value.
func observed(m paperspace.Machine) model {
	o := model{
		ID:          tfx.StringOrNull(m.ID),
		Name:        tfx.StringOrNull(m.Name),
		MachineType: tfx.NewSpelled[tfx.Words](m.MachineType),
		Region:      tfx.NewSpelled[tfx.Regions](m.Region),
		BillingType: tfx.NewSpelled[tfx.Words](m.BillingType),

		AssignPublicIP:  types.BoolPointerValue(m.AssignPublicIP),
		DynamicPublicIP: types.BoolValue(m.DynamicPublicIP),
		NetworkID:       tfx.StringOrNull(m.NetworkID),
		TeamID:          tfx.StringOrNull(m.TeamID),
		UserID:          tfx.StringOrNull(m.UserID),
		ScriptID:        tfx.StringOrNull(m.ScriptID),

		ShutdownTimeoutInHours: tfx.NewWhole(m.ShutdownTimeoutHours),
		ShutdownTimeoutForces:  types.BoolValue(m.ShutdownTimeoutForces),
		PerformAutoSnapshot:    types.BoolValue(m.AutoSnapshot),
		AutoSnapshotFrequency:  tfx.NewSpelled[tfx.Words](m.AutoSnapshotFrequency),
		AutoSnapshotSaveCount:  tfx.WholeOrNull(m.AutoSnapshotSaveCount),

		State:            tfx.StringOrNull(string(m.State)),
		OS:               tfx.StringOrNull(m.OS),
		RAM:              types.Int64PointerValue(m.RAM),
		CPUs:             types.Int64PointerValue(m.CPUs),
		GPU:              tfx.StringOrNull(m.GPU),
		StorageTotal:     types.Int64PointerValue(m.StorageTotal),
		StorageUsed:      types.Int64PointerValue(m.StorageUsed),
		UsageRate:        tfx.StringOrNull(m.UsageRate),
		AgentType:        tfx.StringOrNull(m.AgentType),
		CreatedAt:        tfx.StringOrNull(m.CreatedAt),
		LastRunAt:        tfx.StringOrNull(m.LastRunAt),
		UpdatesPending:   types.BoolValue(m.UpdatesPending),
		PrivateIPAddress: tfx.StringOrNull(m.PrivateIPAddress),
		PublicIPAddress:  tfx.StringOrNull(m.PublicIPAddress),
	}
	if gb, known := m.SizeGB(); known {
		o.Size = tfx.NewWhole(gb)
	}
	return o
}

// fill completes the result of an apply. Values that the plan has stay, even if
// the machine was changed outside of Terraform in the meantime, which the next
// refresh shows. Unknown values come from Paperspace, or become null.
func (m *model) fill(got paperspace.Machine) {
	seen := observed(got)
	m.fillFrom(&seen)
}

// fillFrom replaces unknown values with those of other.
func (m *model) fillFrom(other *model) {
	eachField(m, other, func(_ string, mine, theirs reflect.Value) {
		if v, ok := mine.Interface().(attr.Value); ok && v.IsUnknown() {
			mine.Set(theirs)
		}
	})
}

// eachField calls do for each field of two models, with its "service" tag as kind.
func eachField(a, b *model, do func(kind string, a, b reflect.Value)) {
	va, vb := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range va.NumField() {
		do(va.Type().Field(i).Tag.Get("service"), va.Field(i), vb.Field(i))
	}
}

// sameModel reports whether two models hold the same values.
func sameModel(a, b *model) bool {
	same := true
	eachField(a, b, func(_ string, x, y reflect.Value) {
		v, _ := x.Interface().(attr.Value)
		w, _ := y.Interface().(attr.Value)
		same = same && v.Equal(w)
	})
	return same
}
