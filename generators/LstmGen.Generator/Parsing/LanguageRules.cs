using LstmGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LstmGen.Generator.Parsing;

/// <summary>LSTM007: generated code is C# 12.</summary>
internal static class LanguageRules
{
    internal static void Check(TypeDeclarationSyntax declaration, List<DiagnosticInfo> errors)
    {
        if (declaration.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp12 and var version })
        {
            errors.Add(DiagnosticInfo.At(
                declaration.Identifier.GetLocation(), DiagnosticDescriptors.LanguageVersion, version.ToDisplayString()));
        }
    }
}
