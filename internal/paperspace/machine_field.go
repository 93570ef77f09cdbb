package paperspace

import "strconv"

// Get reads a field by its Terraform name as the text a [Filter] would hold,
// "" for a property without a value.
func (m Machine) Get(f Field) (string, bool) {
	switch f {
	case FieldID:
		return m.ID, true
	case FieldName:
		return m.Name, true
	case FieldRegion:
		return m.Region, true
	case FieldOS:
		return m.OS, true
	case FieldNetworkID:
		return m.NetworkID, true
	case FieldUserID:
		return m.UserID, true
	case FieldTeamID:
		return m.TeamID, true
	case FieldScriptID:
		return m.ScriptID, true
	case FieldCreated:
		return m.CreatedAt, true
	case FieldMachineType:
		return m.MachineType, true
	case FieldBillingType:
		return m.BillingType, true
	case FieldSize:
		if gb, known := m.SizeGB(); known {
			return strconv.FormatInt(gb, 10), true
		}
		return "", true
	case FieldDynamicPublicIP:
		return strconv.FormatBool(m.DynamicPublicIP), true
	case "shutdown_timeout_forces":
		return strconv.FormatBool(m.ShutdownTimeoutForces), true
	case "state":
		return string(m.State), true
	case "gpu":
		return m.GPU, true
	case "usage_rate":
		return m.UsageRate, true
	case "agent_type":
		return m.AgentType, true
	case "private_ip_address":
		return m.PrivateIPAddress, true
	case "public_ip_address":
		return m.PublicIPAddress, true
	case "dt_last_run":
		return m.LastRunAt, true
	case "cpus":
		return number(m.CPUs), true
	case "ram":
		return number(m.RAM), true
	case "storage_total":
		return number(m.StorageTotal), true
	case "storage_used":
		return number(m.StorageUsed), true
	case "auto_snapshot_frequency":
		return m.AutoSnapshotFrequency, true
	case "auto_snapshot_save_count":
		return number(m.AutoSnapshotSaveCount), true
	case "shutdown_timeout_in_hours":
		if m.ShutdownTimeoutHours == 0 {
			return "", true // never is null on the wire
		}
		return strconv.FormatInt(m.ShutdownTimeoutHours, 10), true
	case "perform_auto_snapshot":
		return strconv.FormatBool(m.AutoSnapshot), true
	case "updates_pending":
		return strconv.FormatBool(m.UpdatesPending), true
	default:
		return "", false
	}
}

func number(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}
