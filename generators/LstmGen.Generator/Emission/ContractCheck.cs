using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>
/// The number of the contract between generated code and the library (docs/contract.md). It stands in methods that name nothing else of the
/// library: these can run where others no longer compile.
/// </summary>
internal static class ContractCheck
{
    /// <summary>Raised when generated code uses what the library did not have before, or what it had changes.</summary>
    internal const int Number = 2;

    internal static string Statement(TypeSpec model) => $"{Names.Contract}.Require({Number}, typeof({model.Name}));";
}
