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
        ["replicas"] = """
            replicaCount: 3
            database: {secretName: gateway-database, key: url}
            keys: {local: {allowInProduction: ""}}
            configuration: {gateway: {Keys: {Service: AzureKeyVault, AzureKeyVault: {VaultUri: "https://contoso-keys.vault.azure.net"}}}}
            tombstones: {accessMode: ReadWriteMany}
            """,
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

    public static string Of(string name) => Matrix[name];
}
