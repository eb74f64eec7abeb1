using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.CharLm;

/// <summary>A trained model and its vocabulary, which is kept in the metadata of the weights' file.</summary>
internal sealed class LanguageModel(LstmWeights weights, Vocabulary vocabulary, LstmNumbers numbers = LstmNumbers.Single)
{
    private const string VocabularyKey = "vocabulary";
    private const int Chunk = 256; // characters scored at a time

    private static readonly LstmModelChoice s_classes = new LstmModelChoice().AddTokens<CharacterModel>().AddTokens<CharacterModelInt16>().AddTokens<CharacterModelInt8>();

    private readonly ILstmRuntimeModel _model = s_classes.Create(
        new(new LstmModelAttribute(hidden: CharacterModel.Shape.Hidden, CharacterModel.Shape.Layers, output: CharacterModel.Shape.Output) { Tokens = CharacterModel.Shape.Input, Weights = numbers }),
        weights);

    public static void Save(string path, LstmParameters parameters, Vocabulary vocabulary)
        => SafetensorsWriter.Write(path, parameters.ToTensors(), [new(VocabularyKey, vocabulary.ToString())]);

    /// <exception cref="LstmFormatException">The file is not one that <see cref="Save"/> wrote.</exception>
    public static LanguageModel Load(string path, LstmNumbers numbers)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        return file.Metadata.TryGetValue(VocabularyKey, out string? characters)
            ? new(LstmWeights.From(file), Vocabulary.Parse(characters, path), numbers)
            : throw new LstmFormatException($"{path}: the metadata have no {VocabularyKey}; a file written by this sample was expected.");
    }

    /// <summary>Characters of a text that the model does not tell apart.</summary>
    public int Unknown(string text) => vocabulary.Unknown(text);

    /// <summary>Nats a character: the mean of -ln p over all characters but the first, each foretold from all before it.</summary>
    /// <exception cref="InvalidDataException">The text has less than two characters.</exception>
    public double Score(string text)
    {
        int[] tokens = vocabulary.Encode(text);
        if (tokens.Length < 2)
        {
            throw new InvalidDataException($"The text to score has {tokens.Length} characters; at least 2 were expected.");
        }

        int width = CharacterModel.Shape.Output;
        LstmState state = _model.CreateState();
        double sum = 0;
        for (int first = 0; first < tokens.Length - 1; first += Chunk)
        {
            int steps = Math.Min(Chunk, tokens.Length - 1 - first);
            float[] targets = new float[steps], scores = new float[steps * width];
            for (int step = 0; step < steps; step++)
            {
                targets[step] = tokens[first + step + 1];
            }

            _model.Run(tokens.AsSpan(first, steps), state, scores);
            sum += steps * LstmLoss.SoftmaxCrossEntropy.Evaluate(scores, targets, mask: [], width, gradients: []);
        }

        return sum / (tokens.Length - 1);
    }

    /// <summary>Goes on from a text: each character is drawn with probabilities p^(1 / temperature), made to sum to 1.</summary>
    public IEnumerable<string> Continue(string start, int length, double temperature, Random random)
    {
        LstmState state = _model.CreateState();
        var scores = new float[CharacterModel.Shape.Output];
        foreach (int token in vocabulary.Encode(start))
        {
            _model.Step(token, state, scores);
        }

        for (int n = 0; n < length; n++)
        {
            int token = Draw(scores, temperature, random);
            yield return vocabulary.Decode(token).ToString();
            _model.Step(token, state, scores);
        }
    }

    private int Draw(float[] scores, double temperature, Random random)
    {
        ReadOnlySpan<float> known = scores.AsSpan(1, vocabulary.Count); // never the token of rare characters
        double largest = known[0];
        foreach (float score in known)
        {
            largest = Math.Max(largest, score);
        }

        var sums = new double[known.Length];
        double sum = 0;
        for (int index = 0; index < sums.Length; index++)
        {
            sums[index] = sum += Math.Exp((known[index] - largest) / temperature);
        }

        double drawn = random.NextDouble() * sum;
        return 1 + Math.Min(sums.Count(bound => bound <= drawn), sums.Length - 1);
    }
}
