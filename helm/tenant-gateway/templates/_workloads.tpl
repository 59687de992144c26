{{/*
The pods that are run, by role: one Deployment "all", or "proxy" and "admin" where split is set. Top-level values are of whoever serves the data plane,
those below "admin" of the admin processes. Sections are read as "include ... | fromYaml", so numbers come back as floats: cast them.
*/}}
{{- define "tenant-gateway.workloads" -}}
{{- $fullname := include "tenant-gateway.fullname" . -}}
{{- $account := include "tenant-gateway.serviceAccountName" . -}}
{{- if .Values.split -}}
proxy:
  name: {{ $fullname }}-proxy
  account: {{ $account | quote }}
  probes: probes
  ports: {data: 8080, probes: 8082}
  {{- include "tenant-gateway.dataWorkload" . | nindent 2 }}
admin:
  name: {{ $fullname }}-admin
  account: {{ .Values.admin.serviceAccountName | default (ternary (printf "%s-admin" $account) $account .Values.serviceAccount.create) | quote }}
  probes: admin
  ports: {admin: 8081}
  replicas: {{ .Values.admin.replicaCount }}
  autoscaled: false
  several: {{ gt (int .Values.admin.replicaCount) 1 }}
  clientId: {{ .Values.admin.workloadIdentity.clientId | quote }}
  resources:
    {{- toYaml .Values.admin.resources | nindent 4 }}
{{- else -}}
all:
  name: {{ $fullname }}
  account: {{ $account | quote }}
  probes: admin
  ports: {data: 8080, admin: 8081}
  {{- include "tenant-gateway.dataWorkload" . | nindent 2 }}
{{- end -}}
{{- end -}}

{{- define "tenant-gateway.dataWorkload" -}}
replicas: {{ .Values.replicaCount }}
autoscaled: {{ .Values.autoscaling.enabled }}
several: {{ or .Values.autoscaling.enabled (gt (int .Values.replicaCount) 1) }}
clientId: {{ .Values.workloadIdentity.clientId | quote }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
{{- end -}}

{{/* Selects the pods of one role: a dict of root and role. */}}
{{- define "tenant-gateway.roleLabels" -}}
{{ include "tenant-gateway.selectorLabels" .root }}
app.kubernetes.io/component: {{ .role }}
{{- end -}}

{{/* What every container of the gateway may do, which is next to nothing. */}}
{{- define "tenant-gateway.containerSecurity" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "tenant-gateway.podSecurity" -}}
runAsNonRoot: true
# The user "app" of Microsoft's .NET images.
runAsUser: 1654
runAsGroup: 1654
fsGroup: 1654
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* The environment of every process of the gateway. */}}
{{- define "tenant-gateway.environment" -}}
- name: ASPNETCORE_ENVIRONMENT
  value: Production
- name: TENANTGATEWAY_CONFIG
  value: /etc/tenant-gateway/appsettings.json
# A diagnostics socket would let whoever enters the container dump its memory, keys included.
- name: DOTNET_EnableDiagnostics
  value: "0"
{{- end -}}

{{/* Where secrets are mounted; and, of those that come from a vault, the volume whose mounting makes them. */}}
{{- define "tenant-gateway.secretMounts" -}}
{{- if .Values.database.secretName }}
- name: database
  mountPath: /etc/tenant-gateway-database
  readOnly: true
{{- end }}
{{- range $name, $secret := .Values.secrets }}
- name: secret-{{ $name }}
  mountPath: /etc/tenant-gateway-secrets/{{ $name }}
  readOnly: true
{{- end }}
{{- if .Values.secretsStore.vaultName }}
- name: secrets-store
  mountPath: /mnt/secrets-store
  readOnly: true
{{- end }}
{{- end -}}

{{- define "tenant-gateway.secretVolumes" -}}
{{- if .Values.database.secretName }}
- name: database
  secret:
    secretName: {{ .Values.database.secretName | quote }}
    # For its group, which is the gateway's; the gateway refuses what others can read.
    defaultMode: 288 # 0440
{{- end }}
{{- range $name, $secret := .Values.secrets }}
- name: secret-{{ $name }}
  secret:
    secretName: {{ $secret.secretName | quote }}
    defaultMode: 288 # 0440
{{- end }}
{{- if .Values.secretsStore.vaultName }}
- name: secrets-store
  csi:
    driver: secrets-store.csi.k8s.io
    readOnly: true
    volumeAttributes:
      secretProviderClass: {{ include "tenant-gateway.fullname" . }}-secrets
{{- end }}
{{- end -}}
