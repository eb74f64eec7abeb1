namespace LstmGen;

/// <summary>The function that the pre-activations of the gates go through (Keras' <c>recurrent_activation</c>); the candidate and the cell state keep tanh.</summary>
public enum LstmGateActivation
{
    /// <summary>The logistic function, as of torch.nn.LSTM.</summary>
    Sigmoid = 0,

    /// <summary>max(0, min(1, x / 5 + 1 / 2)): the default of Keras before its version 2.0 and of HardSigmoid in ONNX.</summary>
    HardSigmoid = 1,
}
