package fakecore

import (
	"maps"
	"slices"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// settingFields are the settings that an update changes. According to sources other than the documentation, a create
// accepts most of them, too.
var settingFields = map[string]wire.Field{
	"shutdownTimeoutInHours": wire.NullNumber, "performAutoSnapshot": wire.AFlag, "autoSnapshotFrequency": wire.NullText,
	"autoSnapshotSaveCount": wire.NullNumber, "dynamicPublicIp": wire.AFlag,
}

func withSettings(fields map[string]wire.Field) map[string]wire.Field {
	maps.Copy(fields, settingFields)
	return fields
}

func (r request) checkFrequency(in wire.Input) error {
	allowed := []string{"hour", "day", "week"}
	if r.Behavior().Observed {
		allowed = append(allowed, "month")
	}
	if in["autoSnapshotFrequency"] != nil && !slices.Contains(allowed, in.Text("autoSnapshotFrequency")) {
		return wire.Rejection("autoSnapshotFrequency must be hour, day, week or null")
	}
	return nil
}

// applySettings changes the settings that a checked request names.
func applySettings(m *psfake.Machine, in wire.Input) {
	wire.Set(&m.ShutdownForces, in, "shutdownTimeoutForces")
	wire.Set(&m.AutoSnapshot, in, "performAutoSnapshot")
	wire.Set(&m.DynamicPublicIP, in, "dynamicPublicIp")
	if in.Has("autoSnapshotFrequency") {
		m.SnapshotFrequency = in.Text("autoSnapshotFrequency")
	}
	if in.Has("autoSnapshotSaveCount") {
		m.SnapshotCount = in.Number("autoSnapshotSaveCount")
	}
}

// addSettings renders the settings.
func (r request) addSettings(o *wire.Object, m psfake.Machine) {
	o.Add("shutdownTimeoutInHours", wire.IntOrNull(m.ShutdownHours))
	o.Add("shutdownTimeoutForces", m.ShutdownForces)
	o.Add("performAutoSnapshot", m.AutoSnapshot)
	if r.Behavior().Observed && !m.AutoSnapshot {
		o.Add("autoSnapshotFrequency", nil)
		o.Add("autoSnapshotSaveCount", nil)
		return
	}
	o.Add("autoSnapshotFrequency", wire.OrNull(m.SnapshotFrequency))
	o.Add("autoSnapshotSaveCount", wire.IntOrNull(m.SnapshotCount))
}
