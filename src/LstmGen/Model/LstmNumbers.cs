namespace LstmGen;

/// <summary>What kernels hold weights as. Parameters, files and states are the same for all of them, as are activations and cells: only products of matrices differ.</summary>
/// <remarks>docs/narrow.md says what each costs and is worth.</remarks>
public enum LstmNumbers
{
    /// <summary>IEEE single precision.</summary>
    Single = 0,

    /// <summary>
    /// Integers of 16 bits, rows of a matrix scaled one by one; what they are multiplied with is rounded to 14 bits of the largest value of a sample. Sums are exact integers.
    /// </summary>
    Int16 = 1,

    /// <summary>Integers of 8 bits, rows of a matrix scaled one by one; what they are multiplied with is rounded to 8 bits of the largest value of a sample. Sums are exact integers.</summary>
    Int8 = 2,
}
