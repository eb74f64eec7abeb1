using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>
/// The contract between generated code and this library: the public members that generated code uses. It has a number, which generated
/// code says before it uses anything else; docs/contract.md has the rule.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LstmContract
{
    /// <summary>The newest contract that this library keeps.</summary>
    internal const int Newest = 2;

    /// <summary>The oldest contract that this library keeps.</summary>
    internal const int Oldest = 2;

    /// <summary>Throws unless code generated for a contract can run with this library.</summary>
    /// <param name="contract">Its number.</param>
    /// <param name="model">The model class it belongs to.</param>
    /// <exception cref="LstmContractException">It cannot.</exception>
    public static void Require(int contract, Type model)
    {
        if (contract is < Oldest or > Newest)
        {
            throw new LstmContractException(contract, model);
        }
    }
}
