namespace TenantGateway.Tests.Helm;

/// <summary>Values that the chart must take. All but <see cref="Minimal"/> are laid over it; each turns one switch of the chart.</summary>
internal static class ChartValues
{
    public const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>The least that renders: what has no default.</summary>
    public const string Minimal = """
        image: {repository: registry.example.com/tenant-gateway}
        keys: {local: {allowInProduction: local-keys-in-production}}
        configuration: {gateway: {Issuers: [{Issuer: "https://login.example.com/", DataAudience: crm}]}}
        """;

    /// <summary>As somebody would run it in front of one service.</summary>
    public const string Typical = """
        configuration:
          gateway:
            Hosts: {Shared: [api.example.com]}
          reverseProxy:
            Routes: {crm: {ClusterId: crm, Match: {Path: "/crm/{**rest}"}, Metadata: {Policy: crm}}}
            Clusters: {crm: {Destinations: {one: {Address: "http://crm:8080"}}}}
        policies:
          crm.json: {name: crm, limit: 1000000}
          billing.json: |
            { "name": "billing" }
        networkPolicy:
          data: {from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress}}}]}
          admin: {from: [{podSelector: {matchLabels: {app: operator}}}]}
          egress:
            crm: {to: [{podSelector: {matchLabels: {app: crm}}}], ports: [8080]}
            login: {to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}], ports: [443]}
        """;

    /// <summary>Several pods, in Deployments by role, with all that the chart has for them.</summary>
    public static readonly string Split = Typical.Replace("  gateway:\n", $"  gateway:\n    {InVault}\n", StringComparison.Ordinal)
        .Replace("ports: [8080]}", "ports: [8080], roles: [proxy]}", StringComparison.Ordinal) + "\n" + """
        split: true
        replicaCount: 3
        database: {secretName: gateway-database, key: url}
        keys: {local: {allowInProduction: ""}}
        tombstones: {accessMode: ReadWriteMany}
        workloadIdentity: {clientId: 11111111-2222-3333-4444-555555555555}
        admin: {replicaCount: 2, workloadIdentity: {clientId: 66666666-7777-8888-9999-aaaaaaaaaaaa}}
        secrets: {redis: {secretName: gateway-redis}}
        secretsStore:
          vaultName: contoso-secrets
          directoryId: 99999999-8888-7777-6666-555555555555
          secrets:
            gateway-database: {url: gateway-database}
            gateway-redis: {password: gateway-redis-password}
        autoscaling: {enabled: true, minReplicas: 3, maxReplicas: 12}
        ingress: {enabled: true, className: nginx, hosts: [api.example.com], tlsSecretName: api-tls}
        monitoring: {serviceMonitor: {enabled: true, labels: {release: prometheus}}}
        """;

    private const string InVault = "Keys: {Service: AzureKeyVault, AzureKeyVault: {VaultUri: \"https://contoso-keys.vault.azure.net\"}}";

    private const string Replicas = "configuration: {gateway: {" + InVault + "}}\n" + """
        replicaCount: 3
        database: {secretName: gateway-database, key: url}
        keys: {local: {allowInProduction: ""}}
        tombstones: {accessMode: ReadWriteMany}
        """;

    private const string SplitByHand = Replicas + "\nsplit: true\n";

    private static readonly Dictionary<string, string> Matrix = new()
    {
        ["minimal"] = "",
        ["typical"] = Typical,
        ["digest"] = $"image: {{tag: ignored, digest: \"{Digest}\"}}",
        ["tag"] = "image: {tag: \"1.10\", pullPolicy: Always}",
        ["stopped"] = "replicaCount: 0",
        ["existing claim"] = """
            persistence: {existingClaim: "0815"}
            tombstones: {existingClaim: "0816"}
            """,
        ["database server"] = "database: {secretName: gateway-database}",
        ["replicas"] = Replicas,
        ["split"] = Split,
        ["split by two accounts"] = SplitByHand + "serviceAccount: {create: false, name: proxies}\nadmin: {serviceAccountName: admins}",
        ["split by one account"] = SplitByHand + "serviceAccount: {create: false}",
        ["autoscaled"] = Replicas.Replace("replicaCount: 3", "autoscaling: {enabled: true}", StringComparison.Ordinal),
        ["gateway api"] = "httpRoute: {enabled: true, hosts: [api.example.com, \"*.example.org\"], parentRefs: [{name: public, namespace: gateways, sectionName: https}]}",
        ["workload identity"] = "workloadIdentity: {clientId: 11111111-2222-3333-4444-555555555555}",
        ["strict spread"] = Replicas + "\ntopologySpread: {zones: DoNotSchedule}",
        ["slow balancer"] = "{preStopSleepSeconds: 10, terminationGracePeriodSeconds: 55, priorityClassName: system-cluster-critical}",
        ["monitored"] = "monitoring: {serviceMonitor: {enabled: true, interval: 1m}, rules: {enabled: true, runbooks: https://wiki.example.com/, labels: {release: prometheus}}, dashboard: {enabled: true}}",
        ["storage"] = "persistence: {storageClassName: \"1\", accessMode: ReadWriteOncePod, size: 1Gi, annotations: {backup: \"yes\"}}",
        ["own account"] = "serviceAccount: {create: true, name: gateway, annotations: {owner: platform}}",
        ["foreign account"] = "serviceAccount: {create: false, name: shared}",
        ["no account"] = "serviceAccount: {create: false}",
        ["load balancer"] = """
            service: {type: LoadBalancer, port: 80, annotations: {internal: "true"}}
            adminService: {port: 9000, annotations: {owner: platform}}
            """,
        ["open network"] = Typical.Replace("networkPolicy:\n", "networkPolicy:\n  enabled: false\n", StringComparison.Ordinal),
        ["no names resolved"] = "networkPolicy: {dns: {to: []}}",
        ["long names"] = $"fullnameOverride: {new string('g', 70)}",
        ["renamed"] = "nameOverride: privacy",
        ["placement"] = """
            imagePullSecrets: [{name: registry}]
            podLabels: {team: platform, app.kubernetes.io/name: hijacked}
            podAnnotations: {note: "1", checksum/policies: forged}
            nodeSelector: {kubernetes.io/os: linux}
            tolerations: [{key: dedicated, operator: Exists}]
            affinity: {podAntiAffinity: {}}
            resources: {limits: {cpu: 2, memory: 1Gi}}
            terminationGracePeriodSeconds: 90
            """,
        ["long drain"] = """
            configuration: {gateway: {Drain: {WaitSeconds: 15, DeadlineSeconds: 600}}}
            terminationGracePeriodSeconds: 625
            """,
    };

    public static TheoryData<string> Names => [.. Matrix.Keys];

    public static IEnumerable<string> All => Matrix.Values;

    /// <summary>Whether nothing of the state lies on a volume of one pod.</summary>
    public static bool IsShared(string name) => Of(name).Contains("secretName: gateway-database, key: url", StringComparison.Ordinal);

    public static string Of(string name) => Matrix[name];
}
