using System.Reflection;
using TenantGateway.Core.Doctor;
using TenantGateway.Tests.Architecture;

namespace TenantGateway.Tests.Doctor;

/// <summary>The reference of findings says what the code does.</summary>
public sealed class DoctorDocumentTests
{
    /// <summary>With UPDATE_DOCS=1 in the environment the document is written anew.</summary>
    [Fact]
    public void Document_IsTheOneOfTheCode()
    {
        var path = SourceTree.PathOf("docs", "doctor.md");
        var document = DoctorDocument.Render();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1") File.WriteAllText(path, document);

        Assert.Equal(document, File.ReadAllText(path));
    }

    [Fact]
    public void EveryCode_IsListedUnderOneName()
    {
        var declared = typeof(DoctorCodes).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => field.GetValue(null)).OfType<DoctorCode>().ToList();

        Assert.Equal(declared.Count, declared.Select(code => code.Code).Distinct().Count());
        Assert.Equal(declared.Select(code => code.Code).Order(StringComparer.Ordinal), DoctorCodes.All.SelectMany(check => check.Codes).Select(code => code.Code).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhateverIsNotGreen_SaysWhatToDo() =>
        Assert.All(DoctorCodes.All.SelectMany(check => check.Codes), code => Assert.Equal(code.Status == DoctorStatus.Green, code.Remedy is null));
}
