# The gateway's image, for linux/amd64 and linux/arm64: what runs is the same on both, and is built once.
# What it is built with and stands on are arguments, so that a release names both by digest (name@sha256:...).
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled

FROM --platform=$BUILDPLATFORM ${SDK_IMAGE} AS build
WORKDIR /src
ENV ContinuousIntegrationBuild=true
COPY . .
# Analyzers have judged these sources before they came here.
RUN dotnet publish src/TenantGateway -c Release -p:PublishProfile=Container -p:RunAnalyzers=false -o /out

# No shell, no package manager, no root.
FROM ${RUNTIME_IMAGE}
WORKDIR /app
COPY --from=build /out .
# A diagnostics socket would let whoever enters the container dump its memory. The gateway listens where its settings say and nowhere else.
# Between two collections 32 MB are allocated, not as little as the runtime makes of caches that a hypervisor hides; it takes this from nowhere else.
ENV DOTNET_EnableDiagnostics=0 ASPNETCORE_HTTP_PORTS= DOTNET_GCgen0size=0x2000000
# As a number, so that an orchestrator can see that it is not root.
USER 1654:1654
EXPOSE 8080 8081 8082
ENTRYPOINT ["dotnet", "/app/TenantGateway.dll"]
