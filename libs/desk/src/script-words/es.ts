import type { ScriptWords } from './script-words.js';

export const es: ScriptWords = {
  scripts: {
    decision_told: {
      title: 'Comunicar la decisión',
      lines: [
        '¿Hablo con {{customer}}?',
        'Le llamo por su devolución del pedido {{order}}. Quiero comunicarle nuestra decisión y los próximos pasos.',
        'Le devolveremos {{amount}}, a más tardar el {{deadline}}.',
        'También lo recibirá por escrito. ¿Quiere preguntarme algo?',
        'Gracias por su tiempo. Adiós.',
      ],
    },
    money_missing: {
      title: 'El dinero no ha llegado',
      lines: [
        'Siento que todavía esté esperando su dinero. Vamos a verlo juntos ahora.',
        'El reembolso del pedido {{order}} es de {{amount}}. Una vez ordenado, los bancos suelen tardar hasta tres días hábiles.',
        'Para que su banco lo encuentre, dele tres datos: el importe, el día del pago y la referencia del pago.',
        'Si su cuenta ha cambiado, le enviaré un enlace seguro para que la introduzca. Por favor, no me diga el número por teléfono.',
        'Lo anoto ahora. Comprobaremos el pago y le informaremos.',
      ],
    },
    chargeback_threatened: {
      title: 'El cliente quiere que el banco anule el pago',
      lines: [
        'Entiendo que esté pensando en pedir a su banco que anule el pago. Está en su derecho.',
        '¿Me permite decirle antes cómo está su reembolso?',
        'Le reembolsaremos {{amount}} a más tardar el {{deadline}}.',
        'Si llegan los dos, habría cobrado dos veces y tendría que devolver uno de los importes. Me gustaría evitárselo.',
        '¿Prefiere esperar nuestro reembolso, o anoto que su banco va a anular el pago?',
      ],
    },
    parcel_lost: {
      title: 'Paquete perdido',
      lines: [
        'Siento que el paquete del pedido {{order}} no haya llegado.',
        '¿Tiene el resguardo o el número de seguimiento?',
        '¿Cuándo y dónde se entregó, o cuándo debía haber llegado?',
        'Ahora mismo pido que lo busquen. Le comunicaremos el resultado por escrito.',
      ],
    },
    angry_caller: {
      title: 'Cliente molesto',
      lines: [
        'Lo siento. Entiendo que esto le moleste.',
        'Quiero solucionarlo. Cuénteme en pocas palabras qué ha pasado, por favor.',
        'Se lo repito para asegurarme de que le he entendido bien.',
        'Esto es lo que puedo hacer por usted ahora mismo.',
        'Si prefiere hablar con la persona responsable de mi equipo, me encargo de ello.',
      ],
    },
    missing_information: {
      title: 'Falta un dato',
      lines: [
        '¿Hablo con {{customer}}?',
        'Para continuar con su devolución del pedido {{order}} todavía necesitamos algo de usted.',
        'Le enviaré un enlace seguro para que lo introduzca usted. Nunca pedimos contraseñas, códigos PIN ni números de tarjeta.',
        'En cuanto lo tengamos, seguiremos adelante. No hace falta que vuelva a llamar.',
      ],
    },
    callback: {
      title: 'Devolución de llamada',
      lines: [
        '¿Hablo con {{customer}}?',
        'Nos pidió que le llamáramos por su devolución del pedido {{order}}. ¿Es un buen momento?',
        '¿En qué puedo ayudarle?',
        'Antes de terminar: ¿le ha quedado todo claro?',
      ],
    },
    out_of_stock: {
      title: 'Artículo de sustitución agotado',
      lines: [
        '¿Hablo con {{customer}}?',
        'Lamentablemente, el artículo de sustitución del pedido {{order}} está agotado.',
        'Puede pedir que le devolvamos el importe o elegir otro artículo del mismo valor.',
        '¿Qué prefiere? También puedo enviarle un enlace para que lo decida con calma.',
      ],
    },
  },
  mandatory: {
    identity: 'Buenos días, me llamo {{agent}}. Le llamo en nombre de {{shop}} por su pedido.',
    place: 'Le llamo desde este país: {{place}}.',
    place_choice: 'Puede pedir que le atienda alguien en Italia o en otro país de la Unión Europea.',
    recorded: 'Esta llamada se está grabando.',
    may_record: '¿Me permite grabar esta llamada? Si no quiere, seguimos sin grabación.',
  },
};
