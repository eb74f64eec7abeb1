using System.CommandLine;

namespace LstmGen.Samples;

/// <summary>The option that says what a network holds its weights as.</summary>
internal static class WeightsOption
{
    public static Option<LstmNumbers> Create()
        => ChoiceOption.Create("--weights-as", "What the network holds its weights as:", LstmNumbers.Single, LstmNumbers.Int16, LstmNumbers.Int8);
}
