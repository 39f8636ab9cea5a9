/**
 * The Unified Data Model as text: messages with their fields, then enums with their values; read by schema.ts.
 * Facts of the public protos, package `google.backstory` (googleapis/googleapis f8291d2b, backstory/{udm,entity,
 * entity_risk,data_access,id,collection}.proto), and the members that Google documents but left out of them:
 * `Http.parsed_user_agent`, `Noun.ai`, `SSLCertificate.DSA` and seven enumerators (yara-l §7).
 *
 * A field is its name and type: `[]` is repeated, `{T}` a map from strings to T. An enumerator is its name, and its
 * number where it is not one more than the one before (the first is 0).
 */
export const SCHEMA_TEXT = `
message UDM
metadata Metadata
additional google.protobuf.Struct
principal Noun
src Noun
target Noun
intermediary Noun[]
observer Noun
about Noun[]
security_result SecurityResult[]
network Network
extensions Extensions
extracted google.protobuf.Struct
grouped GroupedFields
message Metadata
id bytes
product_log_id string
event_timestamp google.protobuf.Timestamp
event_timestamp_attributes Metadata.EventTimestampAttribute[]
collected_timestamp google.protobuf.Timestamp
ingested_timestamp google.protobuf.Timestamp
event_type Metadata.EventType
vendor_name string
product_name string
product_version string
product_event_type string
product_deployment_id string
description string
url_back_to_product string
ingestion_labels Label[]
tags Tags
enrichment_state Metadata.EnrichmentState
log_type string
base_labels DataAccessLabels
enrichment_labels DataAccessLabels
structured_fields google.protobuf.Struct deprecated
parser_version string
message Attribute
cloud Cloud
labels Label[]
permissions Permission[]
roles Role[]
creation_time google.protobuf.Timestamp
last_update_time google.protobuf.Timestamp
message Network
sent_bytes uint64
received_bytes uint64
total_bytes int64
sent_packets int64
received_packets int64
session_duration google.protobuf.Duration
session_id string
parent_session_id string
application_protocol_version string
community_id string
direction Network.Direction
ip_protocol Network.IpProtocol
ipv6 bool
application_protocol Network.ApplicationProtocol
ftp Ftp
email Email
dns Dns
dhcp Dhcp
http Http
tls Tls
smtp Smtp
asn string
dns_domain string
carrier_name string
organization_name string
ip_subnet_range string
is_proxy bool
proxy_info ProxyInfo
connection_state Network.ConnectionState
message ProxyInfo
anonymous bool
anonymous_vpn bool
public_proxy bool
tor_exit_node bool
smart_dns_proxy bool
hosting_provider bool
vpn_datacenter bool
residential_proxy bool
vpn_service_name string
proxy_over_vpn bool
relay_proxy bool
message Extensions
auth Authentication
vulns Vulnerabilities
entity_risk EntityRisk
linux_utmp LinuxUtmp
windows_event_log WindowsEventLog
resource_usage ResourceUsage
system_event_details SystemEventDetails
outlook_metadata OutlookMetadata
srum Srum
user_assist UserAssist
message Authentication
type Authentication.AuthType
mechanism Authentication.Mechanism[]
auth_details string
outcome Authentication.Outcome
message LinuxUtmp
record_type LinuxUtmp.RecordType
message WindowsEventLog
channel WindowsEventLog.Channel
event_id string
activity_id string
message ResourceUsage
used_entity string
used_entity_id string
message SystemEventDetails
message_type string
sender_image_id string
subsystem string
message OutlookMetadata
comment string
template string
title string
security_flags_count int32
message Srum
id string
background_bytes_read int64
background_bytes_written int64
background_context_switches int64
background_cycle_count int64
background_flushes_count int64
background_read_operations int64
background_write_operations int64
interface_luid string
message UserAssist
application_focus_count int64
application_focus_duration google.protobuf.Duration
executions_count int64
entry_index int64
message Vulnerabilities
vulnerabilities Vulnerability[]
message Vulnerability
about Noun
name string
description string
vendor string
scan_start_time google.protobuf.Timestamp
scan_end_time google.protobuf.Timestamp
first_found google.protobuf.Timestamp
last_found google.protobuf.Timestamp
severity Vulnerability.Severity
severity_details string
cvss_base_score float
cvss_vector string
cvss_version string
cve_id string
cve_description string
vendor_vulnerability_id string
vendor_knowledge_base_article_id string
message Ftp
command string
message Smtp
helo string
mail_from string
rcpt_to string[]
server_response string[]
message_path string
is_webmail bool
is_tls bool
message Email
from string
reply_to string
to string[]
cc string[]
bcc string[]
mail_id string
subject string[]
bounce_address string
message Process
pid string
parent_pid string deprecated
parent_process Process
file File
command_line string
command_line_history string[]
product_specific_process_id string
access_mask uint64
integrity_level_rid uint64
euid string
ruid string
egid string
rgid string
pgid string
session_leader_pid string
tty string
token_elevation_type Process.TokenElevationType
product_specific_parent_process_id string deprecated
ipv6 bool
kernel_duration google.protobuf.Duration
user_duration google.protobuf.Duration
real_duration google.protobuf.Duration
state Process.State
message AnalyticsMetadata
analytic string
message FindingVariable
type FindingVariable.Type
value string
source_path string
bool_val bool
bytes_val bytes
double_val double
int64_val int64
uint64_val uint64
string_val string
timestamp_time google.protobuf.Timestamp
null_val bool
bool_seq BoolSequence
bytes_seq BytesSequence
double_seq DoubleSequence
int64_seq Int64Sequence
uint64_seq Uint64Sequence
string_seq StringSequence
message SecurityResult
about Noun
category SecurityResult.SecurityCategory[]
category_details string[]
threat_name string
rule_set string
rule_set_display_name string
ruleset_category_display_name string
rule_id string
rule_name string
display_name string
rule_version string
rule_type string
rule_author string
rule_labels Label[]
alert_state SecurityResult.AlertState
detection_fields Label[]
outcomes Label[] deprecated
variables {FindingVariable}
summary string
description string
action SecurityResult.Action[]
action_details string
severity SecurityResult.ProductSeverity
confidence SecurityResult.ProductConfidence
priority SecurityResult.ProductPriority
risk_score float
confidence_score float
analytics_metadata AnalyticsMetadata[]
severity_details string
confidence_details string
priority_details string
url_back_to_product string
threat_id string
threat_feed_name string
threat_id_namespace Id.Namespace
threat_status SecurityResult.ThreatStatus
attack_details AttackDetails
first_discovered_time google.protobuf.Timestamp
associations SecurityResult.Association[]
campaigns string[] deprecated
reports string[] deprecated
verdict SecurityResult.Verdict deprecated
last_updated_time google.protobuf.Timestamp
verdict_info SecurityResult.VerdictInfo[]
threat_verdict ThreatVerdict
last_discovered_time google.protobuf.Timestamp
detection_depth int64
threat_collections SecurityResult.ThreatCollectionItem[]
message SecurityResult.Association
id string
country_code string[]
type SecurityResult.Association.AssociationType
name string
description string
role string
source_country string deprecated
alias SecurityResult.Association.AssociationAlias[]
first_reference_time google.protobuf.Timestamp
last_reference_time google.protobuf.Timestamp
industries_affected string[]
associated_actors SecurityResult.Association[]
region_code Location
sponsor_region Location
targeted_regions Location[]
tags string[]
message SecurityResult.Association.AssociationAlias
name string
company string
message SecurityResult.Source
name string
benign_count int32
malicious_count int32
quality SecurityResult.ProductConfidence
response_count int32
source_count int32
threat_intelligence_sources SecurityResult.Source[]
message SecurityResult.ProviderMLVerdict
source_provider string
benign_count int32
malicious_count int32
confidence_score int32
mandiant_sources SecurityResult.Source[]
third_party_sources SecurityResult.Source[]
message SecurityResult.AnalystVerdict
confidence_score int32
verdict_time google.protobuf.Timestamp
verdict_response SecurityResult.VerdictResponse
message SecurityResult.IoCStats
ioc_stats_type SecurityResult.IoCStatsType
first_level_source string
second_level_source string
benign_count int32
quality SecurityResult.ProductConfidence
malicious_count int32
response_count int32
source_count int32
message SecurityResult.VerdictInfo
source_count int32
response_count int32
neighbour_influence string
verdict_type SecurityResult.VerdictType
source_provider string
benign_count int32
malicious_count int32
confidence_score int32
ioc_stats SecurityResult.IoCStats[]
verdict_time google.protobuf.Timestamp
verdict_response SecurityResult.VerdictResponse
global_customer_count int32
global_hits_count int32
pwn bool
category_details string
pwn_first_tagged_time google.protobuf.Timestamp
message SecurityResult.Verdict
source_count int32
response_count int32
neighbour_influence string
verdict SecurityResult.ProviderMLVerdict
analyst_verdict SecurityResult.AnalystVerdict
message SecurityResult.ThreatCollectionItem
id string
type SecurityResult.ThreatCollectionType
alt_names string[]
message PeFileMetadata
import_hash string
message FileMetadata
pe PeFileMetadata deprecated
message File
sha256 string
md5 string
sha1 string
size uint64
full_path string
mime_type string
file_metadata FileMetadata deprecated
security_result SecurityResult
pe_file FileMetadataPE
ssdeep string
vhash string
ahash string deprecated
authentihash string
symhash string
prefetch_file_metadata PrefetchFileMetadata
file_type File.FileType
capabilities_tags string[]
names string[]
tags string[]
last_modification_time google.protobuf.Timestamp
create_time google.protobuf.Timestamp
last_access_time google.protobuf.Timestamp
prevalence Prevalence
first_seen_time google.protobuf.Timestamp
last_seen_time google.protobuf.Timestamp
stat_mode uint64
stat_inode uint64
stat_dev uint64
stat_nlink uint64
stat_flags uint32
last_analysis_time google.protobuf.Timestamp
embedded_urls string[]
embedded_domains string[]
embedded_ips string[]
exif_info ExifInfo
signature_info SignatureInfo
pdf_info PDFInfo
first_submission_time google.protobuf.Timestamp
last_submission_time google.protobuf.Timestamp
main_icon Favicon
ntfs NtfsFileMetadata
app_compat_cache AppCompatMetadata
message NtfsFileMetadata
change_time google.protobuf.Timestamp
filename_create_time google.protobuf.Timestamp
filename_modify_time google.protobuf.Timestamp
filename_access_time google.protobuf.Timestamp
filename_change_time google.protobuf.Timestamp
usn_journal UsnJournal[]
message PrefetchFileMetadata
run_count int64
prefetch_hash string
message UsnJournal
attributes_flag string
attributes UsnJournal.Attribute deprecated
file_attributes UsnJournal.Attribute[]
allocated bool
reason UsnJournal.Reason deprecated
reasons UsnJournal.Reason[]
message AppCompatMetadata
sequence int32
executed bool
control_set string
message FileMetadataPE
imphash string
entry_point int64
entry_point_exiftool int64
compilation_time google.protobuf.Timestamp
compilation_exiftool_time google.protobuf.Timestamp
section FileMetadataSection[]
imports FileMetadataImports[]
resource FileMetadataPeResourceInfo[]
resources_type_count StringToInt64MapEntry[] deprecated
resources_language_count StringToInt64MapEntry[] deprecated
resources_type_count_str Label[]
resources_language_count_str Label[]
signature_info FileMetadataSignatureInfo deprecated
message FileMetadataPeResourceInfo
sha256_hex string
filetype_magic string
language_code string
entropy double
file_type string
message SignatureInfo
sigcheck FileMetadataSignatureInfo
codesign FileMetadataCodesign
message FileMetadataSignatureInfo
verification_message string
verified bool
signer string[] deprecated
signers SignerInfo[]
x509 X509[]
message SignerInfo
name string
status string
valid_usage string
cert_issuer string
message FileMetadataCodesign
id string
format string
compilation_time google.protobuf.Timestamp
team_id string
message X509
name string
algorithm string
thumbprint string
cert_issuer string
serial_number string
message PDFInfo
js int64
javascript int64
launch_action_count int64
object_stream_count int64
endobj_count int64
header string
acroform int64
autoaction int64
embedded_file int64
encrypted int64
flash int64
jbig2_compression int64
obj_count int64
endstream_count int64
page_count int64
stream_count int64
openaction int64
startxref int64
suspicious_colors int64
trailer int64
xfa int64
xref int64
message StringToInt64MapEntry
key string
value int64
message FileMetadataSection
name string
entropy double
raw_size_bytes int64
virtual_size_bytes int64
md5_hex string
message FileMetadataImports
library string
functions string[]
message ExifInfo
original_file string
product string
company string
file_description string
entry_point int64
compilation_time google.protobuf.Timestamp
message Prevalence
rolling_max int32
day_count int32
rolling_max_sub_domains int32
day_max int32
day_max_sub_domains int32
message Dns
id uint32
response bool
opcode uint32
authoritative bool
truncated bool
recursion_desired bool
recursion_available bool
response_code uint32
questions Dns.Question[]
answers Dns.ResourceRecord[]
authority Dns.ResourceRecord[]
additional Dns.ResourceRecord[]
message Dns.Question
name string
type uint32
class uint32
prevalence Prevalence
message Dns.ResourceRecord
name string
type uint32
class uint32
ttl uint32
data string
binary_data bytes
message Dhcp
opcode Dhcp.OpCode
htype uint32
hlen uint32
hops uint32
transaction_id uint32
seconds uint32
flags uint32
ciaddr string
yiaddr string
siaddr string
giaddr string
chaddr string
sname string
file string
options Dhcp.Option[]
type Dhcp.MessageType
lease_time_seconds uint32
client_hostname string
client_identifier bytes
requested_address string
client_identifier_string string
message Dhcp.Option
code uint32
data bytes
message Certificate
version string
serial string
subject string
issuer string
md5 string
sha1 string
sha256 string
not_before google.protobuf.Timestamp
not_after google.protobuf.Timestamp
message Tls
client Tls.Client
server Tls.Server
cipher string
curve string
version string
version_protocol string
established bool
next_protocol string
resumed bool
message Tls.Client
certificate Certificate
ja3 string
server_name string
supported_ciphers string[]
ja4 string
message Tls.Server
certificate Certificate
ja3s string
ja4s string
message Http
method string
referral_url string
user_agent string
response_code int32
parsed_user_agent UserAgentProto
message Browser
browser_type Browser.BrowserType
browser_version string
first_visit_time google.protobuf.Timestamp
last_visit_time google.protobuf.Timestamp
profile string
typed bool
visit_type Browser.UrlVisitType
hidden bool
request_origin_uri string
visit_count int64
visit_count_criteria string
indexed_content string
first_bookmarked_time google.protobuf.Timestamp
cookies Browser.Cookie[]
typed_count int64
visit_source Browser.VisitSource
message Browser.Cookie
name string
value string
domain string
path string
expiration_time google.protobuf.Timestamp
http_only bool
secure bool
max_age int64
same_site Browser.Cookie.CookieSameSite
session bool
partitioned bool
message Hardware
serial_number string
manufacturer string
model string
cpu_platform string
cpu_model string
cpu_clock_speed uint64
cpu_max_clock_speed uint64
cpu_number_cores uint64
ram uint64
message PlatformSoftware
platform Noun.Platform
platform_version string
platform_patch_level string
message Software
name string
version string
permissions Permission[]
description string
vendor_name string
message Asset
product_object_id string
hostname string
asset_id string
ip string[]
mac string[]
nat_ip string[]
first_seen_time google.protobuf.Timestamp
hardware Hardware[]
platform_software PlatformSoftware
software Software[]
location Location
category string
type Asset.AssetType
network_domain string
creation_time google.protobuf.Timestamp deprecated
first_discover_time google.protobuf.Timestamp
last_discover_time google.protobuf.Timestamp
system_last_update_time google.protobuf.Timestamp
last_boot_time google.protobuf.Timestamp
labels Label[] deprecated
deployment_status Asset.DeploymentStatus
vulnerabilities Vulnerability[]
attribute Attribute
wmi_persistence_item WmiPersistenceItem
message User
product_object_id string
userid string
user_display_name string
first_name string
middle_name string
last_name string
phone_numbers string[]
personal_address Location
attribute Attribute
first_seen_time google.protobuf.Timestamp
account_type User.AccountType
groupid string deprecated
group_identifiers string[]
windows_sid string
email_addresses string[]
employee_id string
title string
company_name string
department string[]
office_address Location
managers User[]
hire_date google.protobuf.Timestamp
termination_date google.protobuf.Timestamp
time_off TimeOff[]
last_login_time google.protobuf.Timestamp
last_password_change_time google.protobuf.Timestamp
password_expiration_time google.protobuf.Timestamp
account_expiration_time google.protobuf.Timestamp
account_lockout_time google.protobuf.Timestamp
last_bad_password_attempt_time google.protobuf.Timestamp
user_authentication_status Authentication.AuthenticationStatus
role_name string deprecated
role_description string deprecated
user_role User.Role deprecated
message TimeOff
interval google.type.Interval
description string
message Permission
name string
description string
type Permission.PermissionType
message Role
name string
description string
type Role.Type
message Group
product_object_id string
creation_time google.protobuf.Timestamp deprecated
group_display_name string
attribute Attribute
email_addresses string[]
windows_sid string
message Registry
registry_key string
registry_value_name string
registry_value_data string
registry_value_type Registry.Type
registry_value_binary_data bytes
message WmiPersistenceItem
caption string
name string
setting_id string
derivation string
property_count int64
rel_path string
dynasty string
wmi_super_class string
wmi_class string
genus int64
message Location
city string
state string
country_or_region string
name string
desk_name string
floor_name string
region_latitude float deprecated
region_longitude float deprecated
region_coordinates google.type.LatLng
message ScheduledTask
minute int32
hour int32
month_day int32
month int32
week_day int32
comment string
author string
message WindowsScheduledTask
author string
virtual_path string
exit_code int32
state WindowsScheduledTask.TaskState
logon_type WindowsScheduledTask.TaskLogonType
task_actions WindowsScheduledTask.TaskAction[]
task_triggers WindowsScheduledTask.TaskTrigger[]
message WindowsScheduledTask.TaskAction
action_type WindowsScheduledTask.TaskAction.ActionType
exec_arguments string[]
exec_working_directory string
com_class_id string
com_data string
message WindowsScheduledTask.TaskTrigger
enabled bool
duration google.protobuf.Duration
interval string
trigger_type WindowsScheduledTask.TaskTrigger.TriggerType
message ScheduledCronTask
minute string
hour string
month_day string
month string
week_day string
comment string
author string
event string
path string
message ScheduledAnacronTask
period string
delay_minutes int64
job_id string
path string
source_line string
message Volume
file_system string
mount_point string
device_path string
is_mounted bool
is_read_only bool
name string
message Service
display_name string
service_type Service.ServiceType deprecated
service_types Service.ServiceType[]
startup_type Service.StartupType
state Service.State
message Resource
type string deprecated
resource_type Resource.ResourceType
resource_subtype string
id string deprecated
name string
parent string deprecated
product_object_id string
attribute Attribute
scheduled_task ScheduledTask deprecated
scheduled_cron_task ScheduledCronTask
scheduled_anacron_task ScheduledAnacronTask
windows_scheduled_task WindowsScheduledTask
volume Volume
service Service
message Label
key string
value string
source string
rbac_enabled bool
message Cloud
environment Cloud.CloudEnvironment
vpc Resource deprecated
project Resource deprecated
availability_zone string
message Artifact
ip string
prevalence Prevalence
first_seen_time google.protobuf.Timestamp
last_seen_time google.protobuf.Timestamp
location Location
network Network
as_owner string
asn int64
jarm string
last_https_certificate SSLCertificate
last_https_certificate_date google.protobuf.Timestamp
regional_internet_registry string
tags string[]
whois string
whois_date google.protobuf.Timestamp
tunnels Tunnels[]
anonymous bool
artifact_client ArtifactClient
risks string[]
message Tunnels
provider string
type string
message ArtifactClient
behaviors string[]
proxies string[]
message Favicon
raw_md5 string
dhash string
message DNSRecord
type string
value string
ttl google.protobuf.Duration
priority int64
retry int64
refresh google.protobuf.Duration
minimum google.protobuf.Duration
expire google.protobuf.Duration
serial int64
rname string
message SSLCertificate
cert_signature SSLCertificate.CertSignature
extension SSLCertificate.Extension deprecated
cert_extensions google.protobuf.Struct
first_seen_time google.protobuf.Timestamp
issuer SSLCertificate.Subject
ec SSLCertificate.EC
serial_number string
signature_algorithm string
size int64
subject SSLCertificate.Subject
thumbprint string
thumbprint_sha256 string
validity SSLCertificate.Validity
version string
public_key SSLCertificate.PublicKey
message SSLCertificate.CertSignature
signature string
signature_algorithm string
message SSLCertificate.AuthorityKeyId
keyid string
serial_number string
message SSLCertificate.Extension
ca bool
subject_key_id string
authority_key_id SSLCertificate.AuthorityKeyId
key_usage string
ca_info_access string
crl_distribution_points string
extended_key_usage string
subject_alternative_name string
certificate_policies string
netscape_cert_comment string
cert_template_name_dc string
netscape_certificate bool
pe_logotype bool
old_authority_key_id bool
message SSLCertificate.Subject
country_name string
common_name string
locality string
organization string
organizational_unit string
state_or_province_name string
message SSLCertificate.RSA
key_size int64
modulus string
exponent string
message SSLCertificate.EC
oid string
pub string
message SSLCertificate.PublicKey
algorithm string
rsa SSLCertificate.RSA
message SSLCertificate.Validity
expiry_time google.protobuf.Timestamp
issue_time google.protobuf.Timestamp
message PopularityRank
giver string
rank int64
ingestion_time google.protobuf.Timestamp
message Tracker
tracker string
id string
timestamp google.protobuf.Timestamp
url string
message Url
url string
categories string[]
favicon Favicon
html_meta google.protobuf.Struct
last_final_url string
last_http_response_code int32
last_http_response_content_length int64
last_http_response_content_sha256 string
last_http_response_cookies google.protobuf.Struct
last_http_response_headers google.protobuf.Struct
tags string[]
title string
trackers Tracker[]
message Domain
name string
prevalence Prevalence
first_seen_time google.protobuf.Timestamp
last_seen_time google.protobuf.Timestamp
registrar string
contact_email string
whois_server string
name_server string[]
creation_time google.protobuf.Timestamp
update_time google.protobuf.Timestamp
expiration_time google.protobuf.Timestamp
audit_update_time google.protobuf.Timestamp
status string
registrant User
admin User
tech User
billing User
zone User
whois_record_raw_text bytes
registry_data_raw_text bytes
iana_registrar_id int32
private_registration bool
categories string[]
favicon Favicon
jarm string
last_dns_records DNSRecord[]
last_dns_records_time google.protobuf.Timestamp
last_https_certificate SSLCertificate
last_https_certificate_time google.protobuf.Timestamp
popularity_ranks PopularityRank[]
tags string[]
whois_time google.protobuf.Timestamp
message Noun
hostname string
domain Domain
artifact Artifact
url_metadata Url
browser Browser
asset_id string
user User
user_management_chain User[]
group Group
process Process
process_ancestors Process[]
asset Asset
ip string[]
nat_ip string[]
port int32
nat_port int32
mac string[]
administrative_domain string
namespace string
url string
file File
email string
registry Registry
application string
platform Noun.Platform
platform_version string
platform_patch_level string
cloud Cloud deprecated
location Location
ip_location Location[] deprecated
ip_geo_artifact Artifact[]
resource Resource
resource_ancestors Resource[]
labels Label[] deprecated
object_reference Id
investigation Investigation
network Network
security_result SecurityResult[]
ai Ai
message Investigation
verdict Verdict
reputation Reputation
severity_score uint32
status Status
comments string[]
priority Priority
root_cause string
reason Reason
risk_score uint32
id string
message Tags
tenant_id bytes[]
data_tap_config_name string[]
message AttackDetails
version string
tactics AttackDetails.Tactic[]
techniques AttackDetails.Technique[]
message AttackDetails.Tactic
id string
name string
message AttackDetails.Technique
id string
name string
subtechnique_id string
subtechnique_name string
message BoolSequence
bool_vals bool[]
message BytesSequence
bytes_vals bytes[]
message DoubleSequence
double_vals double[]
message Int64Sequence
int64_vals int64[]
message Uint64Sequence
uint64_vals uint64[]
message StringSequence
string_vals string[]
message GroupedFields
ip string[]
domain string[]
hostname string[]
user string[]
email string[]
file_path string[]
hash string[]
process_id string[]
message EntityMetadata
product_entity_id string
collected_timestamp google.protobuf.Timestamp
creation_timestamp google.protobuf.Timestamp
interval google.type.Interval
vendor_name string
product_name string
feed string
product_version string
entity_type EntityMetadata.EntityType
description string
threat SecurityResult[]
source_type EntityMetadata.SourceType
source_labels Label[]
event_metadata Metadata
structured_fields google.protobuf.Struct deprecated
extracted google.protobuf.Struct
ati_prioritization AtiPrioritization
message AtiPrioritization
gti_verdict int32
gti_severity int32
gti_threat_score int32
mandiant_analyst_confidence int32
gti_update_time google.protobuf.Timestamp
active_ir bool
active_ir_first_tagged_time google.protobuf.Timestamp
global_customer_count int64
global_hit_count int64
exclusive bool
osint bool
scanner bool
reviewed bool
attributed_malware SecurityResult.Association[]
attributed_threat_actors SecurityResult.Association[]
message Entity
metadata EntityMetadata
entity Noun
relations Relation[]
additional google.protobuf.Struct
risk_score EntityRisk
metric Metric
message Relation
entity Noun
entity_type EntityMetadata.EntityType
relationship Relation.Relationship
direction Relation.Directionality
uid bytes
entity_label Relation.EntityLabel
message Metric
first_seen google.protobuf.Timestamp
last_seen google.protobuf.Timestamp
sum_measure Metric.Measure
total_events int64
metric_name Metric.MetricName
dimensions Metric.Dimension[]
export_window int64
display_name string
outcome_variables FindingVariable[]
match_variables FindingVariable[]
time_range google.type.Interval
message Metric.Measure
value double
aggregate_function Metric.AggregateFunction
message EntityRisk
risk_version string
risk_window google.type.Interval
DEPRECATED_risk_score int32 deprecated
risk_delta RiskDelta
detections_count int32
first_detection_time google.protobuf.Timestamp
last_detection_time google.protobuf.Timestamp
risk_score float
normalized_risk_score int32
risk_window_size google.protobuf.Duration
raw_risk_delta RiskDelta
last_reset_time google.protobuf.Timestamp
detail_uri string
risk_window_has_new_detections bool
message RiskDelta
previous_range_end_time google.protobuf.Timestamp
risk_score_delta int32
previous_risk_score int32
risk_score_numeric_delta int32
message DataAccessIngestionLabel
key string
value string
message DataAccessLabels
log_types string[]
ingestion_labels string[] deprecated
namespaces string[]
custom_labels string[]
ingestion_kv_labels DataAccessIngestionLabel[]
allow_scoped_access bool
message Id
namespace Id.Namespace
id bytes
string_id string
message Collection
id string
type Collection.CollectionType
id_namespace Id.Namespace
created_time google.protobuf.Timestamp
last_updated_time google.protobuf.Timestamp
time_window google.type.Interval
collection_elements Element[]
detection SecurityResult[]
detection_time google.protobuf.Timestamp
investigation Investigation
tags string[]
response_platform_info ResponsePlatformInfo
case_name string
soar_alert bool
soar_alert_metadata SoarAlertMetadata
data_access_scope string
detection_timing_details Collection.DetectionTimingDetails[]
latency_metrics LatencyMetrics
rule_run_frequency Collection.RunFrequency
simulated_event_count int64
simulated_event_names string[]
message EntityGraphEnrichment
data_table string
enrichment_type EntityGraphEnrichment.EnrichmentType
overridden_entity Entity
message DataTableRowInfo
data_table string
row google.protobuf.Struct
row_id string
message LatencyMetrics
oldest_ingestion_time google.protobuf.Timestamp
newest_ingestion_time google.protobuf.Timestamp
oldest_event_time google.protobuf.Timestamp
newest_event_time google.protobuf.Timestamp
ingestion_latency google.protobuf.Duration
message Reference
event UDM
entity Entity
joined_data_table_rows DataTableRowInfo[]
graph_enrichment EntityGraphEnrichment
id Id
log_batch_token string
message Element
association SecurityResult
references Reference[]
label string
references_sampled bool
latency_metrics LatencyMetrics
message ResponsePlatformInfo
alert_id string
response_platform_type ResponsePlatformInfo.ResponsePlatformType
message SoarAlertMetadata
alert_id string
source_rule string
vendor string
source_system string
product string
source_system_ticket_id string
source_system_uri string
message google.protobuf.Timestamp
seconds int64
nanos int32
message google.protobuf.Duration
seconds int64
nanos int32
message google.type.LatLng
latitude double
longitude double
message google.type.Interval
start_time google.protobuf.Timestamp
end_time google.protobuf.Timestamp
message google.protobuf.Struct
fields {google.protobuf.Value}
message google.protobuf.Value
null_value google.protobuf.NullValue
number_value double
string_value string
bool_value bool
struct_value google.protobuf.Struct
list_value google.protobuf.ListValue
message google.protobuf.ListValue
values google.protobuf.Value[]
message UserAgentProto
family UserAgentProto.Family
sub_family string
platform string
device string
device_version string
carrier string
security string
locale string
os string
os_variant string
browser string
browser_version string
browser_engine_version string
google_toolbar_version string
java_profile string
java_profile_version string
java_configuration string
java_configuration_version string
messaging string
messaging_version string
annotation UserAgentProto.Annotation[]
message UserAgentProto.Annotation
key string
value string
message Ai
product_object_id string
session_id string
type Ai.AiType
software Software[]
owners User[]
display_name string
message SSLCertificate.DSA
p string
q string
g string
pub string
enum Metadata.EventTimestampAttribute
EVENT_TIMESTAMP_ATTRIBUTE_UNSPECIFIED
FILE_LAST_ACCESS_TIME deprecated
FILE_LAST_MODIFIED_TIME deprecated
FILE_METADATA_LAST_CHANGE_TIME deprecated
FILE_CREATION_TIME deprecated
COLLECTED_TIME deprecated
COLLECTED
ACCESSED
CHANGED
CREATED
FILE_NAME_ACCESSED
FILE_NAME_CHANGED
FILE_NAME_CREATED
FILE_NAME_LAST_ACCESSED
FILE_NAME_LAST_MODIFIED
FILE_NAME_METADATA_LAST_CHANGED
FILE_NAME_MODIFIED
LAST_ACCESSED
LAST_MODIFIED
METADATA_LAST_CHANGED
MODIFIED
ADDED
BACKED_UP
LAST_CONNECTED
DELETED
ENDED
EXITED
EXPIRED
FIRST_ACCESSED
APPEARED
INSTALLED
LAST_ACTIVE
LAST_LOGGED_IN
LAST_LOGIN_ATTEMPT
LAST_PASSWORD_SET
LAST_PRINTED
LAST_RESUMED
LAST_EXECUTED
LAST_SEEN
LAST_SHUTDOWN
LAST_UPDATED
LAST_USED
LAST_VISITED
LINKED
METADATA_MODIFIED
CONTENT_MODIFIED
PURCHASED
RECORDED
REQUEST_RECEIVED
RESPONSE_SENT
SCHEDULED_TO_END
SCHEDULED_TO_START
SENT
STARTED
UPDATED
VALIDATED
MOST_RECENT_RUN
NEXT_RUN
VISITED
TARGET_CREATED
VOLUME_CREATED
POST_CHECKED
SYNCHRONIZED
ITEM_CREATED
ITEM_MODIFIED
DOCUMENT_LAST_SAVED
LAST_REGISTERED
LAUNCHED
FIRST_VISITED
FIRST_SEEN
DOWNLOADED
enum Metadata.EventType
EVENTTYPE_UNSPECIFIED
PROCESS_UNCATEGORIZED 10000
PROCESS_LAUNCH
PROCESS_INJECTION
PROCESS_PRIVILEGE_ESCALATION
PROCESS_TERMINATION
PROCESS_OPEN
PROCESS_MODULE_LOAD
REGISTRY_UNCATEGORIZED 11000
REGISTRY_CREATION
REGISTRY_MODIFICATION
REGISTRY_DELETION
SETTING_UNCATEGORIZED 12000
SETTING_CREATION
SETTING_MODIFICATION
SETTING_DELETION
MUTEX_UNCATEGORIZED 13000
MUTEX_CREATION
FILE_UNCATEGORIZED 14000
FILE_CREATION
FILE_DELETION
FILE_MODIFICATION
FILE_READ
FILE_COPY
FILE_OPEN
FILE_MOVE
FILE_SYNC
USER_UNCATEGORIZED 15000
USER_LOGIN
USER_LOGOUT
USER_CREATION
USER_CHANGE_PASSWORD
USER_CHANGE_PERMISSIONS
USER_STATS deprecated
USER_BADGE_IN
USER_DELETION
USER_RESOURCE_CREATION
USER_RESOURCE_UPDATE_CONTENT
USER_RESOURCE_UPDATE_PERMISSIONS
USER_COMMUNICATION
USER_RESOURCE_ACCESS
USER_RESOURCE_DELETION
GROUP_UNCATEGORIZED 23000
GROUP_CREATION
GROUP_DELETION
GROUP_MODIFICATION
EMAIL_UNCATEGORIZED 19000
EMAIL_TRANSACTION
EMAIL_URL_CLICK deprecated
NETWORK_UNCATEGORIZED 16000
NETWORK_FLOW
NETWORK_CONNECTION
NETWORK_FTP
NETWORK_DHCP
NETWORK_DNS
NETWORK_HTTP
NETWORK_SMTP
STATUS_UNCATEGORIZED 17000
STATUS_HEARTBEAT
STATUS_STARTUP
STATUS_SHUTDOWN
STATUS_UPDATE
SCAN_UNCATEGORIZED 18000
SCAN_FILE
SCAN_PROCESS_BEHAVIORS deprecated
SCAN_PROCESS
SCAN_HOST
SCAN_VULN_HOST
SCAN_VULN_NETWORK
SCAN_NETWORK
SCHEDULED_TASK_UNCATEGORIZED 20000
SCHEDULED_TASK_CREATION
SCHEDULED_TASK_DELETION
SCHEDULED_TASK_ENABLE
SCHEDULED_TASK_DISABLE
SCHEDULED_TASK_MODIFICATION
SYSTEM_AUDIT_LOG_UNCATEGORIZED 21000
SYSTEM_AUDIT_LOG_WIPE
SERVICE_UNSPECIFIED 22000
SERVICE_CREATION
SERVICE_DELETION
SERVICE_START
SERVICE_STOP
SERVICE_MODIFICATION
GENERIC_EVENT 100000
RESOURCE_CREATION 1
RESOURCE_DELETION
RESOURCE_PERMISSIONS_CHANGE
RESOURCE_READ
RESOURCE_WRITTEN
DEVICE_FIRMWARE_UPDATE 25000
DEVICE_CONFIG_UPDATE
DEVICE_PROGRAM_UPLOAD
DEVICE_PROGRAM_DOWNLOAD
ANALYST_UPDATE_VERDICT 24000
ANALYST_UPDATE_REPUTATION
ANALYST_UPDATE_SEVERITY_SCORE
ANALYST_UPDATE_STATUS 24007
ANALYST_ADD_COMMENT
ANALYST_UPDATE_PRIORITY
ANALYST_UPDATE_ROOT_CAUSE
ANALYST_UPDATE_REASON
ANALYST_UPDATE_RISK_SCORE
ENTITY_RISK_CHANGE 26000
TRIAGE_AGENT_UPDATE_INVESTIGATION 27000
enum Metadata.EnrichmentState
ENRICHMENT_STATE_UNSPECIFIED
ENRICHED
UNENRICHED
enum Network.Direction
UNKNOWN_DIRECTION
INBOUND
OUTBOUND
BROADCAST
enum Network.IpProtocol
UNKNOWN_IP_PROTOCOL
ICMP
IGMP
TCP 6
UDP 17
IP6IN4 41
GRE 47
ESP 50
ICMP6 58
EIGRP 88
ETHERIP 97
PIM 103
VRRP 112
SCTP 132
enum Network.ApplicationProtocol
UNKNOWN_APPLICATION_PROTOCOL
AFP
APPC
AMQP
ATOM
BEEP
BITCOIN
BIT_TORRENT
CFDP
CIP 67
COAP 9
COTP 68
DCERPC 66
DDS 10
DEVICE_NET
DHCP 4000
DICOM 69
DNP3
DNS 3000
E_DONKEY 12
ENRP
FAST_TRACK
FINGER
FREENET
FTAM
GOOSE 71
GOPHER 18
GRPC 77
HL7 19
H323
HTTP 2000
HTTPS
IEC104 72
IRCP 21
KADEMLIA
KRB5 65
LDAP 23
LPD
MIME
MMS 73
MODBUS 26
MQTT
NETCONF
NFS
NIS
NNTP
NTCIP
NTP
OSCAR
PNRP
PTP 74
QUIC 1000
RDP 36
RELP
RIP
RLOGIN
RPC
RTMP
RTP
RTPS
RTSP
SAP
SDP
SIP
SLP
SMB
SMTP
SNMP 75
SNTP 51
SSH
SSMS
STYX
SV 76
TCAP 55
TDS
TOR
TSP
VTP
WHOIS
WEB_DAV
X400
X500
XMPP
FTP 78
TELNET
SFTP
IMAP
POP3
enum Network.ConnectionState
CONNECTION_STATE_UNSPECIFIED
LISTENING
ESTABLISHED
TIME_WAIT
CLOSE_WAIT
CLOSED
SYN_SENT
SYN_RECEIVED
FIN_WAIT1
FIN_WAIT2
LAST_ACK
enum Authentication.AuthType
AUTHTYPE_UNSPECIFIED
MACHINE
SSO
VPN
PHYSICAL
TACACS
enum Authentication.Mechanism
MECHANISM_UNSPECIFIED
USERNAME_PASSWORD
OTP
HARDWARE_KEY
LOCAL
REMOTE
REMOTE_INTERACTIVE
MECHANISM_OTHER
BADGE_READER
NETWORK
BATCH
SERVICE
UNLOCK
NETWORK_CLEAR_TEXT
NEW_CREDENTIALS
INTERACTIVE
CACHED_INTERACTIVE
CACHED_REMOTE_INTERACTIVE
CACHED_UNLOCK
BIOMETRIC
WEARABLE
enum Authentication.AuthenticationStatus
UNKNOWN_AUTHENTICATION_STATUS
ACTIVE
SUSPENDED
NO_ACTIVE_CREDENTIALS
DELETED
enum Authentication.Outcome
OUTCOME_UNSPECIFIED
SUCCESS
FAILURE
enum LinuxUtmp.RecordType
RECORD_TYPE_UNSPECIFIED
RUN_LVL
BOOT_TIME
NEW_TIME
OLD_TIME
INIT_PROCESS
LOGIN_PROCESS
USER_PROCESS
DEAD_PROCESS
ACCOUNTING
enum WindowsEventLog.Channel
CHANNEL_UNSPECIFIED
SECURITY
SYSTEM
APPLICATION
SETUP
FORWARDED_EVENTS
OTHER
enum Vulnerability.Severity
UNKNOWN_SEVERITY
LOW
MEDIUM
HIGH
CRITICAL
enum Process.TokenElevationType
UNKNOWN
TYPE_1
TYPE_2
TYPE_3
enum Process.State
STATE_UNSPECIFIED
RUNNING
SLEEPING
DISK_SLEEP
STOPPED
TRACING_STOP
ZOMBIE
DEAD
WAKE_KILL
WAKING
PARKED
IDLE
LOCKED
WAITING
SUSPENDED
enum FindingVariable.Type
TYPE_UNSPECIFIED
MATCH
OUTCOME
enum SecurityResult.VerdictResponse
VERDICT_RESPONSE_UNSPECIFIED
MALICIOUS
BENIGN
enum SecurityResult.Association.AssociationType
ASSOCIATION_TYPE_UNSPECIFIED
THREAT_ACTOR
MALWARE
SOFTWARE_TOOLKIT
enum SecurityResult.IoCStatsType
UNSPECIFIED_IOC_STATS_TYPE
MANDIANT_SOURCES
THIRD_PARTY_SOURCES
THREAT_INTELLIGENCE_IOC_STATS
enum SecurityResult.VerdictType
VERDICT_TYPE_UNSPECIFIED
PROVIDER_ML_VERDICT
ANALYST_VERDICT
enum SecurityResult.SecurityCategory
UNKNOWN_CATEGORY
SOFTWARE_MALICIOUS 10000
SOFTWARE_SUSPICIOUS 10100
SOFTWARE_PUA 10200
NETWORK_MALICIOUS 20000
NETWORK_SUSPICIOUS 20100
NETWORK_CATEGORIZED_CONTENT 20200
NETWORK_DENIAL_OF_SERVICE 20300
NETWORK_RECON 20400
NETWORK_COMMAND_AND_CONTROL 20500
ACL_VIOLATION 30000
AUTH_VIOLATION 40000
EXPLOIT 50000
DATA_EXFILTRATION 60000
DATA_AT_REST 60100
DATA_DESTRUCTION 60200
TOR_EXIT_NODE 60300
MAIL_SPAM 70000
MAIL_PHISHING 70100
MAIL_SPOOFING 70200
POLICY_VIOLATION 80000
SOCIAL_ENGINEERING 90001
PHISHING
enum SecurityResult.AlertState
UNSPECIFIED
NOT_ALERTING
ALERTING
enum SecurityResult.Action
UNKNOWN_ACTION
ALLOW
BLOCK
ALLOW_WITH_MODIFICATION
QUARANTINE
FAIL
CHALLENGE
enum SecurityResult.ProductSeverity
UNKNOWN_SEVERITY
INFORMATIONAL 100
ERROR 150
NONE 101
LOW 200
MEDIUM 300
HIGH 400
CRITICAL 500
enum SecurityResult.ProductConfidence
UNKNOWN_CONFIDENCE
LOW_CONFIDENCE 200
MEDIUM_CONFIDENCE 300
HIGH_CONFIDENCE 400
enum SecurityResult.ProductPriority
UNKNOWN_PRIORITY
LOW_PRIORITY 200
MEDIUM_PRIORITY 300
HIGH_PRIORITY 400
enum SecurityResult.ThreatStatus
THREAT_STATUS_UNSPECIFIED
ACTIVE
CLEARED
FALSE_POSITIVE
enum SecurityResult.ThreatCollectionType
THREAT_COLLECTION_TYPE_UNSPECIFIED
CAMPAIGN
REPORT
enum File.FileType
FILE_TYPE_UNSPECIFIED
FILE_TYPE_PE_EXE
FILE_TYPE_PE_DLL
FILE_TYPE_MSI
FILE_TYPE_NE_EXE 10
FILE_TYPE_NE_DLL
FILE_TYPE_DOS_EXE 20
FILE_TYPE_DOS_COM
FILE_TYPE_COFF 30
FILE_TYPE_ELF
FILE_TYPE_LINUX_KERNEL
FILE_TYPE_RPM
FILE_TYPE_LINUX
FILE_TYPE_MACH_O
FILE_TYPE_JAVA_BYTECODE
FILE_TYPE_DMG
FILE_TYPE_DEB
FILE_TYPE_PKG
FILE_TYPE_PYC
FILE_TYPE_LNK 50
FILE_TYPE_DESKTOP_ENTRY
FILE_TYPE_JPEG 100
FILE_TYPE_TIFF
FILE_TYPE_GIF
FILE_TYPE_PNG
FILE_TYPE_BMP
FILE_TYPE_GIMP
FILE_TYPE_IN_DESIGN
FILE_TYPE_PSD
FILE_TYPE_TARGA
FILE_TYPE_XWD
FILE_TYPE_DIB
FILE_TYPE_JNG
FILE_TYPE_ICO
FILE_TYPE_FPX
FILE_TYPE_EPS
FILE_TYPE_SVG
FILE_TYPE_EMF
FILE_TYPE_WEBP
FILE_TYPE_DWG
FILE_TYPE_DXF
FILE_TYPE_THREEDS
FILE_TYPE_OGG 150
FILE_TYPE_FLC
FILE_TYPE_FLI
FILE_TYPE_MP3
FILE_TYPE_FLAC
FILE_TYPE_WAV
FILE_TYPE_MIDI
FILE_TYPE_AVI
FILE_TYPE_MPEG
FILE_TYPE_QUICKTIME
FILE_TYPE_ASF
FILE_TYPE_DIVX
FILE_TYPE_FLV
FILE_TYPE_WMA
FILE_TYPE_WMV
FILE_TYPE_RM
FILE_TYPE_MOV
FILE_TYPE_MP4
FILE_TYPE_T3GP
FILE_TYPE_WEBM
FILE_TYPE_MKV
FILE_TYPE_PDF 200
FILE_TYPE_PS
FILE_TYPE_DOC
FILE_TYPE_DOCX
FILE_TYPE_PPT
FILE_TYPE_PPTX
FILE_TYPE_XLS
FILE_TYPE_XLSX
FILE_TYPE_RTF
FILE_TYPE_PPSX
FILE_TYPE_ODP 250
FILE_TYPE_ODS
FILE_TYPE_ODT
FILE_TYPE_HWP
FILE_TYPE_GUL
FILE_TYPE_ODF
FILE_TYPE_ODG
FILE_TYPE_ONE_NOTE
FILE_TYPE_OOXML
FILE_TYPE_SLK
FILE_TYPE_EBOOK
FILE_TYPE_LATEX
FILE_TYPE_TTF
FILE_TYPE_EOT
FILE_TYPE_WOFF
FILE_TYPE_CHM
FILE_TYPE_ZIP 300
FILE_TYPE_GZIP
FILE_TYPE_BZIP
FILE_TYPE_RZIP
FILE_TYPE_DZIP
FILE_TYPE_SEVENZIP
FILE_TYPE_CAB
FILE_TYPE_JAR
FILE_TYPE_RAR
FILE_TYPE_MSCOMPRESS
FILE_TYPE_ACE
FILE_TYPE_ARC
FILE_TYPE_ARJ
FILE_TYPE_ASD
FILE_TYPE_BLACKHOLE
FILE_TYPE_KGB
FILE_TYPE_ZLIB
FILE_TYPE_TAR
FILE_TYPE_ZST
FILE_TYPE_LZFSE
FILE_TYPE_PYTHON_WHL
FILE_TYPE_PYTHON_PKG
FILE_TYPE_MSIX
FILE_TYPE_TEXT 400
FILE_TYPE_SCRIPT
FILE_TYPE_PHP
FILE_TYPE_PYTHON
FILE_TYPE_PERL
FILE_TYPE_RUBY
FILE_TYPE_C
FILE_TYPE_CPP
FILE_TYPE_JAVA
FILE_TYPE_SHELLSCRIPT
FILE_TYPE_PASCAL
FILE_TYPE_AWK
FILE_TYPE_DYALOG
FILE_TYPE_FORTRAN
FILE_TYPE_JAVASCRIPT
FILE_TYPE_POWERSHELL
FILE_TYPE_VBA
FILE_TYPE_M4
FILE_TYPE_OBJETIVEC
FILE_TYPE_JMOD
FILE_TYPE_MAKEFILE
FILE_TYPE_INI
FILE_TYPE_CLJ
FILE_TYPE_PDB 425
FILE_TYPE_SQL
FILE_TYPE_NEKO
FILE_TYPE_WER
FILE_TYPE_GOLANG
FILE_TYPE_M3U
FILE_TYPE_BAT
FILE_TYPE_MSC
FILE_TYPE_RDP
FILE_TYPE_SYMBIAN 500
FILE_TYPE_PALMOS
FILE_TYPE_WINCE
FILE_TYPE_ANDROID
FILE_TYPE_IPHONE
FILE_TYPE_HTML 600
FILE_TYPE_XML
FILE_TYPE_SWF
FILE_TYPE_FLA
FILE_TYPE_COOKIE
FILE_TYPE_TORRENT
FILE_TYPE_EMAIL_TYPE
FILE_TYPE_OUTLOOK
FILE_TYPE_SGML
FILE_TYPE_JSON
FILE_TYPE_CSV
FILE_TYPE_HTA
FILE_TYPE_INTERNET_SHORTCUT
FILE_TYPE_CAP 700
FILE_TYPE_ISOIMAGE 800
FILE_TYPE_SQUASHFS
FILE_TYPE_VHD
FILE_TYPE_APPLE 1000
FILE_TYPE_MACINTOSH
FILE_TYPE_APPLESINGLE
FILE_TYPE_APPLEDOUBLE
FILE_TYPE_MACINTOSH_HFS
FILE_TYPE_APPLE_PLIST
FILE_TYPE_MACINTOSH_LIB
FILE_TYPE_APPLESCRIPT
FILE_TYPE_APPLESCRIPT_COMPILED
FILE_TYPE_CRX 1100
FILE_TYPE_XPI
FILE_TYPE_ROM 1200
FILE_TYPE_IPS
FILE_TYPE_PEM 1300
FILE_TYPE_PGP
FILE_TYPE_CRT
enum UsnJournal.Attribute
ATTRIBUTE_UNSPECIFIED
READ_ONLY
HIDDEN
SYSTEM
ARCHIVE
COMPRESSED
ENCRYPTED
DIRECTORY
DEVICE
NORMAL
TEMPORARY
SPARSE_FILE
REPARSE_POINT
OFFLINE
NOT_CONTENT_INDEXED
NON_CONTENT_INDEXED 14 deprecated
INTEGRITY_STREAM
VIRTUAL
NO_SCRUB_DATA
EA
PINNED
UNPINNED
RECALL_ON_OPEN
RECALL_ON_DATA_ACCESS
enum UsnJournal.Reason
REASON_UNSPECIFIED
DATA_OVERWRITE
DATA_EXTEND
DATA_TRUNCATION
NAMED_DATA_OVERWRITE
NAMED_DATA_EXTEND
NAMED_DATA_TRUNCATION
FILE_CREATE
FILE_DELETE
EA_CHANGE
SECURITY_CHANGE
RENAME_OLD_NAME
RENAME_NEW_NAME
INDEXABLE_CHANGE
BASIC_INFO_CHANGE
HARD_LINK_CHANGE
COMPRESSION_CHANGE
ENCRYPTION_CHANGE
OBJECT_ID_CHANGE
REPARSE_POINT_CHANGE
STREAM_CHANGE
TRANSACTED_CHANGE
CLOSE
enum Dhcp.OpCode
UNKNOWN_OPCODE
BOOTREQUEST
BOOTREPLY
enum Dhcp.MessageType
UNKNOWN_MESSAGE_TYPE
DISCOVER
OFFER
REQUEST
DECLINE
ACK
NAK
RELEASE
INFORM
WIN_DELETED 100
WIN_EXPIRED
enum Browser.BrowserType
BROWSER_TYPE_UNSPECIFIED
CHROME
FIREFOX
SAFARI
INTERNET_EXPLORER
EDGE
OPERA
enum Browser.UrlVisitType
URL_VISIT_TYPE_UNSPECIFIED
LINK
TYPED
AUTO_BOOKMARK
AUTO_SUBFRAME
MANUAL_SUBFRAME
GENERATED
AUTO_TOPLEVEL
FORM_SUBMIT
RELOAD
KEYWORD
KEYWORD_GENERATED
REDIRECT
enum Browser.Cookie.CookieSameSite
COOKIE_SAME_SITE_UNSPECIFIED
STRICT
LAX
NONE
enum Browser.VisitSource
VISIT_SOURCE_UNSPECIFIED
SYNCED
BROWSER
EXTENSION
IMPORTED
enum Asset.AssetType
ROLE_UNSPECIFIED
WORKSTATION
LAPTOP
IOT
NETWORK_ATTACHED_STORAGE
PRINTER
SCANNER
SERVER
TAPE_LIBRARY
MOBILE
enum Asset.DeploymentStatus
DEPLOYMENT_STATUS_UNSPECIFIED
ACTIVE
PENDING_DECOMISSION
DECOMISSIONED
PENDING_DECOMMISSION 2
DECOMMISSIONED
enum User.AccountType
ACCOUNT_TYPE_UNSPECIFIED
DOMAIN_ACCOUNT_TYPE
LOCAL_ACCOUNT_TYPE
CLOUD_ACCOUNT_TYPE
SERVICE_ACCOUNT_TYPE
DEFAULT_ACCOUNT_TYPE
enum User.Role
UNKNOWN_ROLE
ADMINISTRATOR
SERVICE_ACCOUNT deprecated
enum Permission.PermissionType
UNKNOWN_PERMISSION_TYPE
ADMIN_WRITE
ADMIN_READ
DATA_WRITE
DATA_READ
enum Role.Type
TYPE_UNSPECIFIED
ADMINISTRATOR
SERVICE_ACCOUNT
enum Registry.Type
TYPE_UNSPECIFIED
NONE
SZ
EXPAND_SZ
BINARY
DWORD
DWORD_LITTLE_ENDIAN
DWORD_BIG_ENDIAN
LINK
MULTI_SZ
RESOURCE_LIST
QWORD
QWORD_LITTLE_ENDIAN
enum WindowsScheduledTask.TaskState
TASK_STATE_UNSPECIFIED
DISABLED
QUEUED
ACTIVE
RUNNING
enum WindowsScheduledTask.TaskLogonType
TASK_LOGON_TYPE_UNSPECIFIED
PASSWORD
S4U
INTERACTIVE_TOKEN
GROUP
SERVICE_ACCOUNT
INTERACTIVE_TOKEN_OR_PASSWORD
enum WindowsScheduledTask.TaskAction.ActionType
ACTION_TYPE_UNSPECIFIED
EXEC
COM_HANDLER
SEND_EMAIL
SHOW_MESSAGE
enum WindowsScheduledTask.TaskTrigger.TriggerType
TRIGGER_TYPE_UNSPECIFIED
EVENT
TIME
DAILY
WEEKLY
MONTHLY
MONTHLYDOW
IDLE
REGISTRATION
BOOT
LOGON
SESSION_STATE_CHANGE
CUSTOM_TRIGGER01
enum Service.ServiceType
SERVICE_TYPE_UNSPECIFIED
KERNEL_DRIVER
FILE_SYSTEM_DRIVER
WIN32_OWN_PROCESS
WIN32_SHARE_PROCESS
ADAPTER
RECOGNIZER_DRIVER
INTERACTIVE_PROCESS
enum Service.StartupType
STARTUP_TYPE_UNSPECIFIED
AUTOMATIC
MANUAL
DISABLED
enum Service.State
STATE_UNSPECIFIED
RUNNING
STOPPED
PAUSED
COMPLETED
START_PENDING
STOP_PENDING
PAUSE_PENDING
CONTINUE_PENDING
enum Resource.ResourceType
UNSPECIFIED
MUTEX
TASK
PIPE
DEVICE
FIREWALL_RULE
MAILBOX_FOLDER
VPC_NETWORK
VIRTUAL_MACHINE
STORAGE_BUCKET
STORAGE_OBJECT
DATABASE
TABLE
CLOUD_PROJECT
CLOUD_ORGANIZATION
SERVICE_ACCOUNT
ACCESS_POLICY
CLUSTER
SETTING
DATASET
BACKEND_SERVICE
POD
CONTAINER
FUNCTION
RUNTIME
IP_ADDRESS
DISK
VOLUME
IMAGE
SNAPSHOT
REPOSITORY
CREDENTIAL
LOAD_BALANCER
GATEWAY
SUBNET
USER
SERVICE
enum Cloud.CloudEnvironment
UNSPECIFIED_CLOUD_ENVIRONMENT
GOOGLE_CLOUD_PLATFORM
AMAZON_WEB_SERVICES
MICROSOFT_AZURE
enum Noun.Platform
UNKNOWN_PLATFORM
WINDOWS
MAC
LINUX
GCP deprecated
AWS deprecated
AZURE deprecated
IOS
ANDROID
CHROME_OS
enum Verdict
VERDICT_UNSPECIFIED
TRUE_POSITIVE
FALSE_POSITIVE
enum Reputation
REPUTATION_UNSPECIFIED
USEFUL
NOT_USEFUL
enum Status
STATUS_UNSPECIFIED
NEW
REVIEWED
CLOSED
OPEN
enum Priority
PRIORITY_UNSPECIFIED
PRIORITY_INFO 100
PRIORITY_LOW 200
PRIORITY_MEDIUM 300
PRIORITY_HIGH 400
PRIORITY_CRITICAL 500
enum Reason
REASON_UNSPECIFIED
REASON_NOT_MALICIOUS
REASON_MALICIOUS
REASON_MAINTENANCE
enum ThreatVerdict
THREAT_VERDICT_UNSPECIFIED
UNDETECTED
SUSPICIOUS
MALICIOUS
enum EntityMetadata.EntityType
UNKNOWN_ENTITYTYPE
ASSET
USER 10000
GROUP
RESOURCE 2
IP_ADDRESS
CIDR_BLOCK 9
FILE 4
DOMAIN_NAME
URL
MUTEX
METRIC
AI 10
enum EntityMetadata.SourceType
SOURCE_TYPE_UNSPECIFIED
ENTITY_CONTEXT
DERIVED_CONTEXT
GLOBAL_CONTEXT
enum Relation.Relationship
RELATIONSHIP_UNSPECIFIED
OWNS
ADMINISTERS
MEMBER
EXECUTES
DOWNLOADED_FROM
CONTACTS
enum Relation.Directionality
DIRECTIONALITY_UNSPECIFIED
BIDIRECTIONAL
UNIDIRECTIONAL
enum Relation.EntityLabel
ENTITY_LABEL_UNSPECIFIED
PRINCIPAL
TARGET
OBSERVER
SRC
NETWORK
SECURITY_RESULT
INTERMEDIARY
enum Metric.AggregateFunction
AGGREGATE_FUNCTION_UNSPECIFIED
MIN
MAX
COUNT
SUM
AVG
STDDEV
enum Metric.MetricName
METRIC_NAME_UNSPECIFIED
NETWORK_BYTES_INBOUND
NETWORK_BYTES_OUTBOUND
NETWORK_BYTES_TOTAL
AUTH_ATTEMPTS_SUCCESS
AUTH_ATTEMPTS_FAIL
AUTH_ATTEMPTS_TOTAL
DNS_BYTES_OUTBOUND
NETWORK_FLOWS_INBOUND
NETWORK_FLOWS_OUTBOUND
NETWORK_FLOWS_TOTAL
DNS_QUERIES_SUCCESS
DNS_QUERIES_FAIL
DNS_QUERIES_TOTAL
FILE_EXECUTIONS_SUCCESS
FILE_EXECUTIONS_FAIL
FILE_EXECUTIONS_TOTAL
HTTP_QUERIES_SUCCESS
HTTP_QUERIES_FAIL
HTTP_QUERIES_TOTAL
WORKSPACE_EMAILS_SENT_TOTAL
WORKSPACE_TOTAL_DOWNLOAD_ACTIONS
WORKSPACE_TOTAL_CHANGE_ACTIONS
WORKSPACE_AUTH_ATTEMPTS_TOTAL
WORKSPACE_NETWORK_BYTES_OUTBOUND
WORKSPACE_NETWORK_BYTES_TOTAL
ALERT_EVENT_NAME_COUNT
RESOURCE_CREATION_TOTAL
RESOURCE_CREATION_SUCCESS
RESOURCE_READ_SUCCESS
RESOURCE_READ_FAIL
RESOURCE_DELETION_SUCCESS
RESOURCE_CREATION_FAIL
RESOURCE_DELETION_FAIL
RESOURCE_DELETION_TOTAL
RESOURCE_READ_TOTAL
RESOURCE_WRITTEN_FAIL
RESOURCE_WRITTEN_SUCCESS
RESOURCE_WRITTEN_TOTAL
UDM_DATA_PRESENCE_SUMMARY
enum Metric.Dimension
DIMENSION_UNSPECIFIED
PRINCIPAL_DEVICE
TARGET_USER
TARGET_DEVICE
PRINCIPAL_USER
TARGET_IP
PRINCIPAL_FILE_HASH
PRINCIPAL_COUNTRY
SECURITY_CATEGORY
NETWORK_ASN
CLIENT_CERTIFICATE_HASH
DNS_QUERY_TYPE
DNS_DOMAIN
HTTP_USER_AGENT
EVENT_TYPE
PRODUCT_NAME
PRODUCT_EVENT_TYPE
PARENT_FOLDER_PATH
TARGET_RESOURCE_NAME
PRINCIPAL_APPLICATION
TARGET_APPLICATION
EMAIL_TO_ADDRESS
EMAIL_FROM_ADDRESS
MAIL_ID
PRINCIPAL_IP
SECURITY_ACTION
SECURITY_RULE_ID 28
TARGET_NETWORK_ORGANIZATION_NAME
PRINCIPAL_NETWORK_ORGANIZATION_NAME
PRINCIPAL_PROCESS_FILE_PATH
PRINCIPAL_PROCESS_FILE_HASH
SECURITY_RESULT_RULE_NAME
TARGET_RESOURCE_LABEL_KEY
VENDOR_NAME
TARGET_RESOURCE_TYPE
TARGET_LOCATION_NAME
LOG_TYPE
TARGET_HOSTNAME
enum Id.Namespace
NORMALIZED_TELEMETRY
RAW_TELEMETRY
RULE_DETECTIONS
UPPERCASE
MACHINE_INTELLIGENCE
SECURITY_COMMAND_CENTER
UNSPECIFIED
SOAR_ALERT
VIRUS_TOTAL
enum Collection.CollectionType
COLLECTION_TYPE_UNSPECIFIED
TELEMETRY_ALERT
GCTI_FINDING
UPPERCASE_ALERT 2
RULE_DETECTION
MACHINE_INTELLIGENCE_ALERT
SOAR_ALERT
enum Collection.DetectionTimingDetails
DETECTION_TIMING_DETAILS_UNSPECIFIED
DETECTION_TIMING_DETAILS_REPROCESSING
DETECTION_TIMING_DETAILS_RETROHUNT
enum Collection.RunFrequency
RUN_FREQUENCY_UNSPECIFIED
RUN_FREQUENCY_REALTIME
RUN_FREQUENCY_HOURLY
RUN_FREQUENCY_DAILY
enum EntityGraphEnrichment.EnrichmentType
ENRICHMENT_TYPE_UNSPECIFIED
APPEND
OVERRIDE
enum ResponsePlatformInfo.ResponsePlatformType
RESPONSE_PLATFORM_TYPE_UNSPECIFIED
RESPONSE_PLATFORM_TYPE_SIEMPLIFY
enum google.protobuf.NullValue
NULL_VALUE
enum UserAgentProto.Family
USER_DEFINED
MSIE
GECKO
APPLEWEBKIT
OPERA
KHTML
OTHER
APPLE
BLACKBERRY
DOCOMO
GOOGLE
OPENWAVE
POLARIS
OBIGO
TELECA
MICROSOFT
NOKIA
NETFRONT
SEMC
SMIT
KOREAN
CLIENT_HINTS
enum Ai.AiType
AI_TYPE_UNSPECIFIED
MODEL
AGENT
TOOL
`;
