using System.Globalization;
using LstmGen;
using LstmGen.Formats;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var file, var weights, var prefix, var from, var to])
{
    Console.Error.WriteLine("usage: LstmGen.Convert FILE WEIGHTS.safetensors PREFIX FROM TO (the last three may be empty)");
    return 2;
}

try
{
    LstmModelFile model = LstmModelFile.Load(file, new() { Prefix = Given(prefix), From = Given(from), To = Given(to) });
    if (model is not { InputGain: 1, OutputGain: 1 })
    {
        throw new LstmFormatException(
            $"{file}: the file multiplies inputs by {model.InputGain} and outputs by {model.OutputGain}, and adds inputs to outputs: no class does that. lstmgen scaffold writes a program that does.");
    }

    model.Save(weights);
    return 0;
}
catch (Exception error) when (error is LstmFormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static string? Given(string text) => text.Length > 0 ? text : null;
