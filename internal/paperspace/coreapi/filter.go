package coreapi

import (
	"net/url"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// machineFilters are the filters of CORE's list of machines and their parameters. Only in this list
// is machineId the parameter for the ID.
var machineFilters = map[paperspace.Field]string{
	paperspace.FieldID:          "machineId",
	paperspace.FieldName:        "name",
	paperspace.FieldOS:          "os",
	"ram":                       "ram",
	"cpus":                      "cpus",
	"gpu":                       "gpu",
	"storage_total":             "storageTotal",
	"storage_used":              "storageUsed",
	"usage_rate":                "usageRate",
	"shutdown_timeout_in_hours": "shutdownTimeoutInHours",
	"perform_auto_snapshot":     "performAutoSnapshot",
	"auto_snapshot_frequency":   "autoSnapshotFrequency",
	"auto_snapshot_save_count":  "autoSnapshotSaveCount",
	"agent_type":                "agentType",
	paperspace.FieldCreated:     "dtCreated",
	"state":                     "state",
	"updates_pending":           "updatesPending",
	paperspace.FieldNetworkID:   "networkId",
	"private_ip_address":        "privateIpAddress",
	"public_ip_address":         "publicIpAddress",
	paperspace.FieldRegion:      "region",
	paperspace.FieldUserID:      "userId",
	paperspace.FieldTeamID:      "teamId",
	paperspace.FieldScriptID:    "scriptId",
	"dt_last_run":               "dtLastRun",
}

var templateFilters = map[paperspace.Field]string{
	paperspace.FieldID:      "id",
	paperspace.FieldName:    "name",
	paperspace.FieldLabel:   "label",
	paperspace.FieldOS:      "os",
	paperspace.FieldCreated: "dtCreated",
	paperspace.FieldTeamID:  "teamId",
	paperspace.FieldUserID:  "userId",
	paperspace.FieldRegion:  "region",
}

var userFilters = map[paperspace.Field]string{
	paperspace.FieldID:      "id",
	paperspace.FieldEmail:   "email",
	"first_name":            "firstname",
	"last_name":             "lastname",
	paperspace.FieldCreated: "dtCreated",
	paperspace.FieldTeamID:  "teamId",
}

var networkFilters = map[paperspace.Field]string{
	paperspace.FieldID:      "id",
	paperspace.FieldName:    "name",
	paperspace.FieldRegion:  "region",
	paperspace.FieldCreated: "dtCreated",
	"network":               "network",
	"netmask":               "netmask",
	paperspace.FieldTeamID:  "teamId",
}

var scriptFilters = map[paperspace.Field]string{
	paperspace.FieldID:      "id",
	"owner_type":            "ownerType",
	"owner_id":              "ownerId",
	paperspace.FieldName:    "name",
	"description":           "description",
	paperspace.FieldCreated: "dtCreated",
	"is_enabled":            "isEnabled",
	"run_once":              "runOnce",
}

// blank are the properties that CORE shows as null or as "", depending on the source, if they have
// no value. CORE's filter for null matches only null.
var blank = map[paperspace.Field]bool{paperspace.FieldOS: true, "public_ip_address": true}

// filterQuery returns the query for a filter, with the values in Paperspace's spelling, such as
// the full name of a region.
func filterQuery(f paperspace.Filter, names map[paperspace.Field]string) url.Values {
	q := url.Values{}
	for field, value := range f {
		name, known := names[field]
		if !known || value == paperspace.Null && (blank[field] || field == paperspace.FieldName) {
			continue // matched only here, by Filter.Match
		}
		value = paperspace.Spelling(field, value)
		if strings.HasPrefix(string(field), "dt_") {
			value = wireDate(value)
		}
		q.Set(name, value)
	}
	return q
}

// queries returns the queries for a filter. Because CORE is case-sensitive, each query after the
// first is for the case that the one before it finds nothing.
func queries(f paperspace.Filter, names map[paperspace.Field]string) []url.Values {
	all := []url.Values{filterQuery(f, names)}
	if certain, whole := f.Certain(); !whole {
		all = append(all, filterQuery(certain, names))
	}
	return all
}

// wireDate returns a date in CORE's format, in UTC and with milliseconds, because CORE compares
// dates as texts.
func wireDate(s string) string {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return s // null, or a text that Paperspace might reject
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z07:00")
}
