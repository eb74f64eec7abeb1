namespace LstmGen;

/// <summary>What outputs of steps are that do not count.</summary>
public enum LstmMaskedOutput
{
    /// <summary>0 (Keras' <c>zero_output_for_mask=True</c>).</summary>
    Zero = 0,

    /// <summary>Those of the last step before that counts (Keras' default); 0 where there is none.</summary>
    Repeat = 1,
}
