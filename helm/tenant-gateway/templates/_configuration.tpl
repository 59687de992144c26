{{/* What the operator may not set because volumes, ports and probes depend on it. */}}
{{- define "tenant-gateway.fixed" -}}
Role:
Listen:
  Data: http://0.0.0.0:8080
  Admin: http://0.0.0.0:8081
  Probes: http://0.0.0.0:8082
Policies:
  Directory: /etc/tenant-gateway/policies
Storage:
{{- if .Values.database.secretName }}
  PostgreSql:
    ConnectionStringFile: /etc/tenant-gateway-database/{{ .Values.database.key }}
{{- else }}
  Directory: /var/lib/tenant-gateway
{{- end }}
Tombstones:
  Directory: /var/lib/tenant-gateway-tombstones
Keys:
  Local:
    Directory: /var/lib/tenant-gateway/keys
    AllowInProduction: {{ .Values.keys.local.allowInProduction }}
{{- if .Values.workloadIdentity.clientId }}
  AzureKeyVault:
    Credential:
      Kind: WorkloadIdentity
{{- end }}
{{- end -}}

{{/* Configuration keys are compared without case, so a second spelling of a fixed one would be a duplicate. */}}
{{- define "tenant-gateway.refuseFixed" -}}
{{- range $name, $value := .given -}}
{{- range $fixedName, $fixedValue := $.fixed -}}
{{- if eq (lower $name) (lower $fixedName) -}}
{{- $path := printf "%s.%s" $.path $fixedName -}}
{{- if not (and (kindIs "map" $value) (kindIs "map" $fixedValue)) -}}
{{- fail (printf "%s: set by the chart, leave it out" $path) -}}
{{- else if ne $name $fixedName -}}
{{- fail (printf "%s.%s: write %s" $.path $name $fixedName) -}}
{{- end -}}
{{- include "tenant-gateway.refuseFixed" (dict "given" $value "fixed" $fixedValue "path" $path) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tenant-gateway.appsettings" -}}
{{- $fixed := include "tenant-gateway.fixed" . | fromYaml -}}
{{- include "tenant-gateway.refuseFixed" (dict "given" .Values.configuration.gateway "fixed" $fixed "path" "configuration.gateway") -}}
{{- /* Roles are arguments of the processes, which share one configuration. */}}
{{- $gateway := mergeOverwrite (deepCopy .Values.configuration.gateway) (omit $fixed "Role") -}}
{{- dict "Gateway" $gateway "ReverseProxy" .Values.configuration.reverseProxy | toPrettyJson -}}
{{- end -}}

{{/* The data of the policies' ConfigMap. Text is kept as it was reviewed, but must be JSON. */}}
{{- define "tenant-gateway.policies" -}}
{{- $data := dict -}}
{{- range $name, $policy := .Values.policies -}}
{{- if kindIs "string" $policy -}}
{{- $_ := mustFromJson $policy -}}
{{- $_ := set $data $name $policy -}}
{{- else -}}
{{- $_ := set $data $name (toPrettyJson $policy) -}}
{{- end -}}
{{- end -}}
{{- toYaml $data -}}
{{- end -}}

{{/* How long the gateway may take to end: its drain, as configured or by default, and what comes after. Configuration keys are compared without case. */}}
{{- define "tenant-gateway.drainSeconds" -}}
{{- $times := dict "waitseconds" 5 "deadlineseconds" 30 -}}
{{- range $section, $settings := .Values.configuration.gateway -}}
{{- if and (eq (lower $section) "drain") (kindIs "map" $settings) -}}
{{- range $name, $value := $settings -}}
{{- $_ := set $times (lower $name) $value -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- add (int $times.waitseconds) (int $times.deadlineseconds) (int .Values.preStopSleepSeconds) 10 -}}
{{- end -}}

{{/* The key service, as configured. */}}
{{- define "tenant-gateway.keyService" -}}
{{- $keys := get .Values.configuration.gateway "Keys" -}}
{{- if kindIs "map" $keys -}}
{{- get $keys "Service" | toString -}}
{{- end -}}
{{- end -}}

{{/* Whether anything lies on the volume of the state: not empty where it does. */}}
{{- define "tenant-gateway.hasState" -}}
{{- if or (not .Values.database.secretName) (ne (include "tenant-gateway.keyService" .) "AzureKeyVault") -}}
true
{{- end -}}
{{- end -}}

{{/* What several pods need and one does not; $reason says which value asks for several. */}}
{{- define "tenant-gateway.sharedState" -}}
{{- if not .root.Values.database.secretName -}}
{{- fail (printf "%s; the state is an embedded database on one volume, which two replicas cannot share; name a PostgreSQL server by database.secretName" .reason) -}}
{{- end -}}
{{- if ne (include "tenant-gateway.keyService" .root) "AzureKeyVault" -}}
{{- fail (printf "%s; the local key service's keys are files on one volume, which two replicas cannot share; set configuration.gateway.Keys.Service to AzureKeyVault" .reason) -}}
{{- end -}}
{{- if and (not .root.Values.tombstones.existingClaim) (ne .root.Values.tombstones.accessMode "ReadWriteMany") -}}
{{- fail "tombstones.accessMode: ReadWriteMany for several replicas, which all read and write the same tombstones" -}}
{{- end -}}
{{- end -}}

{{/* What no schema can say, or says less clearly. */}}
{{- define "tenant-gateway.guards" -}}
{{- $service := include "tenant-gateway.keyService" . -}}
{{- if gt (int .Values.replicaCount) 1 -}}
{{- include "tenant-gateway.sharedState" (dict "root" . "reason" "replicaCount: 1 at most") -}}
{{- end -}}
{{- if .Values.autoscaling.enabled -}}
{{- include "tenant-gateway.sharedState" (dict "root" . "reason" "autoscaling.enabled: false only") -}}
{{- if gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas) -}}
{{- fail "autoscaling.minReplicas: more than autoscaling.maxReplicas" -}}
{{- end -}}
{{- end -}}
{{- if .Values.split -}}
{{- include "tenant-gateway.sharedState" (dict "root" . "reason" "split: false only") -}}
{{- end -}}
{{- if and .Values.secretsStore.vaultName (not .Values.workloadIdentity.clientId) -}}
{{- fail "workloadIdentity.clientId: name the identity that reads the secrets of secretsStore.vaultName" -}}
{{- end -}}
{{- if and .Values.secretsStore.vaultName (not .Values.secretsStore.secrets) -}}
{{- fail "secretsStore.secrets: name what is read from secretsStore.vaultName" -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not (and .Values.ingress.hosts .Values.ingress.tlsSecretName)) -}}
{{- fail "ingress: name hosts and tlsSecretName; tokens and personal data do not travel in the clear" -}}
{{- end -}}
{{- if and .Values.httpRoute.enabled (not (and .Values.httpRoute.hosts .Values.httpRoute.parentRefs)) -}}
{{- fail "httpRoute: name hosts and parentRefs, the gateway's listener that ends TLS" -}}
{{- end -}}
{{- if and (ne $service "AzureKeyVault") (ne .Values.keys.local.allowInProduction "local-keys-in-production") -}}
{{- fail "keys.local.allowInProduction: the local key service keeps its keys on the same volume as the data; write local-keys-in-production to accept that, or set configuration.gateway.Keys.Service to AzureKeyVault" -}}
{{- end -}}
{{- if not (get .Values.configuration.gateway "Issuers") -}}
{{- fail "configuration.gateway.Issuers: name at least one issuer of access tokens; the gateway does not start without" -}}
{{- end -}}
{{- $needed := include "tenant-gateway.drainSeconds" . | int -}}
{{- if lt (int .Values.terminationGracePeriodSeconds) $needed -}}
{{- fail (printf "terminationGracePeriodSeconds: %d at least, preStopSleepSeconds, the drain's WaitSeconds and DeadlineSeconds and 10 for the audit trail; the gateway would be killed before" $needed) -}}
{{- end -}}
{{- end -}}
