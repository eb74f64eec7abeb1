namespace LstmGen;

/// <summary>Of which steps of a sequence a model gives outputs.</summary>
/// <remarks>
/// Of all steps together, <c>Run</c> writes one row for each sequence, [B, OutputSize]: what the last recurrent layer gives is made one row, and dense layers and the head
/// after it take that. Only steps within a row's length count, and of a run only its own steps; a row without any has outputs of 0.
/// </remarks>
public enum LstmOutputs
{
    /// <summary>Of every step: [T, B, OutputSize].</summary>
    EveryStep = 0,

    /// <summary>
    /// Of the last step (<c>return_sequences=False</c>). Where layers read from the end it is the step they read last, the first of the sequence: of two directions each has its
    /// own (PyTorch's <c>h_n</c>). A class without such layers has a <c>Step</c>, which gives what the outputs would be if the sequence ended there.
    /// </summary>
    Last = 1,

    /// <summary>The mean over the steps (<c>GlobalAveragePooling1D</c>), summed in the order in which they are read. Such a class has no <c>Step</c>.</summary>
    Mean = 2,

    /// <summary>The largest value of each over the steps (<c>GlobalMaxPooling1D</c>); its gradient goes to the first step that has it. Such a class has no <c>Step</c>.</summary>
    Max = 3,
}
